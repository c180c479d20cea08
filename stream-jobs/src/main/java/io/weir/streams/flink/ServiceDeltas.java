package io.weir.streams.flink;

import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.sli.ServiceDelta;
import io.weir.streams.sli.SliTally;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** What edges add to the indicators of their servers; many deltas of an edge add nothing. */
final class ServiceDeltas implements FlatMapFunction<EdgeDelta, ServiceDelta> {
  private static final long serialVersionUID = 1L;

  @Override
  public void flatMap(EdgeDelta delta, Collector<ServiceDelta> out) {
    ServiceDelta service = ServiceDelta.of(delta);
    if (!service.tally().equals(SliTally.NONE)) {
      out.collect(service);
    }
  }
}
