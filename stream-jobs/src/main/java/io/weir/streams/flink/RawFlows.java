package io.weir.streams.flink;

import io.weir.event.v1.FlowEvent;
import io.weir.streams.edge.Segment;
import io.weir.topic.TopicKeys;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Sends flows to their connections: losses go into coverage, node status is for the relay. */
final class RawFlows implements FlatMapFunction<Received, RawFlow> {
  private static final long serialVersionUID = 1L;

  @Override
  public void flatMap(Received received, Collector<RawFlow> out) {
    FlowEvent event = received.as(FlowEvent.class);
    if (event.hasFlow()) {
      long connection = TopicKeys.connectionHash(event.getFlow());
      out.collect(
          new RawFlow(
              connection,
              received.partition(),
              received.offset(),
              Segment.of(event).orElse(null),
              received.value(),
              0));
    }
  }
}
