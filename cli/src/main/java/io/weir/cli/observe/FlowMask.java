package io.weir.cli.observe;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.FieldMaskUtil;
import io.weir.hubble.flow.Flow;
import java.util.List;

/** Which fields of a flow to ask for. */
final class FlowMask {
  /**
   * What {@code hubble} asks for when it prints text. Exactly this list: a Weir relay knows it and
   * sends what else is printed, which {@code hubble} forgets.
   */
  static final List<String> TEXT =
      List.of(
          "time",
          "verdict",
          "ethernet",
          "IP",
          "l4",
          "source.identity",
          "source.namespace",
          "source.pod_name",
          "destination.identity",
          "destination.namespace",
          "destination.pod_name",
          "Type",
          "node_name",
          "l7",
          "event_type",
          "source_service",
          "destination_service",
          "is_reply",
          "Summary",
          "ip_trace_id");

  private FlowMask() {}

  /**
   * The mask for these options; without paths everything.
   *
   * @param json whether whole responses are printed as JSON
   * @throws IllegalArgumentException for what is not a field, or has no effect
   */
  static FieldMask of(FlowFormatOptions options, FormatOptions.Output output, boolean json) {
    if (json) {
      return of(options.fieldMask);
    }
    if (!options.fieldMask.isEmpty()) {
      throw new IllegalArgumentException(
          "--field-mask and --output " + output + " cannot be combined (expected: --output json)");
    }
    return options.useDefaultFieldMasks ? of(TEXT) : FieldMask.getDefaultInstance();
  }

  private static FieldMask of(List<String> paths) {
    for (String path : paths) {
      if (!FieldMaskUtil.isValid(Flow.class, path)) {
        throw new IllegalArgumentException(
            "--field-mask: " + path + " (expected: a path in flow.Flow, as source.pod_name)");
      }
    }
    return FieldMask.newBuilder().addAllPaths(paths).build();
  }
}
