package io.weir.streams.flink;

import io.weir.event.v1.FlowEvent;
import io.weir.streams.edge.FlowFacts;
import org.apache.flink.api.common.functions.FilterFunction;

/** Keeps flows that report a drop: few, so that the others need not leave the reader's thread. */
final class DropsOnly implements FilterFunction<Received> {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean filter(Received received) {
    FlowEvent event = received.as(FlowEvent.class);
    return event.hasFlow() && FlowFacts.dropReason(event.getFlow()).isPresent();
  }
}
