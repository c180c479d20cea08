package io.weir.dashboards.flows;

import com.google.protobuf.FieldMask;
import java.util.List;

/** The fields of a flow that rows are made of; all others stay where they are. */
final class RowMask {
  static final FieldMask MASK =
      FieldMask.newBuilder()
          .addAllPaths(
              List.of(
                  "time",
                  "uuid",
                  "verdict",
                  "drop_reason_desc",
                  "auth_type",
                  "ethernet",
                  "IP",
                  "l4",
                  "l7",
                  "source.identity",
                  "source.cluster_name",
                  "source.namespace",
                  "source.pod_name",
                  "source.workloads",
                  "destination.identity",
                  "destination.cluster_name",
                  "destination.namespace",
                  "destination.pod_name",
                  "destination.workloads",
                  "source_names",
                  "destination_names",
                  "source_service",
                  "destination_service",
                  "Type",
                  "node_name",
                  "event_type",
                  "traffic_direction",
                  "policy_match_type",
                  "is_reply",
                  "debug_capture_point",
                  "sock_xlate_point",
                  "trace_context",
                  "ip_trace_id",
                  "Summary",
                  "egress_allowed_by",
                  "ingress_allowed_by",
                  "egress_denied_by",
                  "ingress_denied_by"))
          .build();

  private RowMask() {}
}
