package io.weir.relay.observe;

import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.FieldMaskUtil;
import io.weir.hubble.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which parts of a flow a client asked for.
 *
 * <p>The {@code hubble} command asks by default for less than it prints: policy names, DNS names
 * and directions then come out empty. For exactly that default list the rest is added; nothing
 * breaks from getting more than one asked for.
 */
final class Mask {
  /** Everything. */
  static final Mask NONE = new Mask(Optional.empty());

  private static final Set<String> CLI_DEFAULT =
      Set.of(
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

  private static final List<String> CLI_PRINTS_TOO =
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
          "sock_xlate_point",
          "drop_reason_desc");

  private final Optional<WireMask> mask;

  private Mask(Optional<WireMask> mask) {
    this.mask = mask;
  }

  /**
   * The mask of a request; without paths everything.
   *
   * @throws IllegalArgumentException if a path is not in {@code flow.Flow}
   */
  static Mask of(FieldMask mask) {
    if (mask.getPathsCount() == 0) {
      return NONE;
    }
    for (String path : mask.getPathsList()) {
      if (!FieldMaskUtil.isValid(Flow.class, path)) {
        throw new IllegalArgumentException(
            "invalid fieldmask: \""
                + path
                + "\" (expected: a path in flow.Flow, as source.pod_name)");
      }
    }
    List<String> paths = new ArrayList<>(mask.getPathsList());
    if (Set.copyOf(paths).equals(CLI_DEFAULT)) {
      paths.addAll(CLI_PRINTS_TOO);
    }
    FieldMask all = FieldMask.newBuilder().addAllPaths(paths).build();
    FieldMask normal = FieldMaskUtil.normalize(all);
    return new Mask(Optional.of(WireMask.of(Flow.getDescriptor(), normal.getPathsList())));
  }

  /** What is left of a serialized flow. */
  ByteString apply(ByteString flow) throws InvalidProtocolBufferException {
    return mask.isEmpty() ? flow : mask.get().apply(flow);
  }
}
