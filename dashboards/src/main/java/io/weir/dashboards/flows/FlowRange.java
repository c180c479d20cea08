package io.weir.dashboards.flows;

import com.google.protobuf.Timestamp;
import io.weir.filter.query.FlowQuery;
import io.weir.hubble.observer.GetFlowsRequest;
import java.time.Instant;

/**
 * Which flows of the past.
 *
 * @param from earliest event time, inclusive
 * @param to latest event time, exclusive
 */
public record FlowRange(FlowQuery query, Instant from, Instant to) {
  /** The API includes both ends. */
  GetFlowsRequest.Builder request() {
    return filters(query).setSince(timestamp(from)).setUntil(timestamp(to.minusNanos(1)));
  }

  static GetFlowsRequest.Builder filters(FlowQuery query) {
    return GetFlowsRequest.newBuilder()
        .addAllWhitelist(query.whitelist())
        .addAllBlacklist(query.blacklist());
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
