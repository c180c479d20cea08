package io.weir.streams.flink;

import io.weir.event.v1.FlowEvent;
import io.weir.streams.JobsMetrics;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;

/** Keeps flows; counts losses; node status is for the relay. */
final class FlowsOnly extends RichFilterFunction<FlowEvent> {
  private static final long serialVersionUID = 1L;

  private final JobsMetrics.Ref metricsRef;
  private transient JobsMetrics metrics;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  FlowsOnly(JobsMetrics.Ref metricsRef) {
    this.metricsRef = metricsRef;
  }

  @Override
  public void open(OpenContext context) {
    metrics = metricsRef.resolve();
  }

  @Override
  public boolean filter(FlowEvent event) {
    if (event.hasLoss()) {
      metrics.lost(event.getLoss().getCount());
    }
    return event.hasFlow();
  }
}
