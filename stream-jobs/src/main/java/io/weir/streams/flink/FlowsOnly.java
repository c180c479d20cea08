package io.weir.streams.flink;

import io.weir.event.v1.FlowEvent;
import org.apache.flink.api.common.functions.FilterFunction;

/** Keeps flows: losses go into coverage, node status is for the relay. */
final class FlowsOnly implements FilterFunction<FlowEvent> {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean filter(FlowEvent event) {
    return event.hasFlow();
  }
}
