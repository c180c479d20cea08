package io.weir.conformance;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.weir.hubble.flow.Flow;
import java.util.List;

/** What a field mask leaves of a flow. */
final class MaskMeaning {
  /** What the {@code hubble} command asks for by default. */
  static final List<String> CLI_DEFAULT =
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

  /** What it prints all the same. */
  static final List<String> CLI_PRINTS_TOO =
      List.of(
          "source_names",
          "destination_names",
          "policy_match_type",
          "traffic_direction",
          "egress_allowed_by",
          "ingress_allowed_by",
          "egress_denied_by",
          "ingress_denied_by",
          "auth_type",
          "debug_capture_point",
          "sock_xlate_point");

  private MaskMeaning() {}

  /** The flow with nothing in it but what the paths name. */
  static Flow apply(List<String> paths, Flow flow) {
    Flow.Builder masked = Flow.newBuilder();
    for (String path : paths) {
      copy(List.of(path.split("\\.")), flow, masked);
    }
    return masked.build();
  }

  private static void copy(List<String> path, Message from, Message.Builder to) {
    FieldDescriptor field = from.getDescriptorForType().findFieldByName(path.get(0));
    boolean present = field.isRepeated() || from.hasField(field);
    if (!field.hasPresence() || present) {
      if (path.size() == 1) {
        to.setField(field, from.getField(field));
      } else {
        copy(
            path.subList(1, path.size()),
            (Message) from.getField(field),
            to.getFieldBuilder(field));
      }
    }
  }
}
