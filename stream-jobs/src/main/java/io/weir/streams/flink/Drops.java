package io.weir.streams.flink;

import io.weir.codec.MalformedEventException;
import io.weir.event.v1.FlowEvent;
import io.weir.streams.JobsMetrics;
import io.weir.streams.drop.DropDelta;
import io.weir.streams.edge.FlowFacts;
import io.weir.streams.window.Windows;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The drops in flows, for the job of drops where no connections are kept: what {@link Connections}
 * puts aside otherwise, with the same rule for late ones. These are counted here and written by
 * whoever runs the job of edges.
 */
final class Drops extends KeyedProcessFunction<Long, RawFlow, DropDelta> {
  private static final long serialVersionUID = 1L;

  private final Windows windows;
  private final JobsMetrics.Ref metricsRef;

  private transient JobsMetrics metrics;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  Drops(Windows windows, JobsMetrics.Ref metricsRef) {
    this.windows = windows;
    this.metricsRef = metricsRef;
  }

  @Override
  public void open(OpenContext context) {
    metrics = FlinkMeters.metrics(metricsRef, getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(RawFlow raw, Context context, Collector<DropDelta> out) {
    FlowEvent event;
    try {
      event = raw.decode();
    } catch (MalformedEventException e) {
      metrics.discarded(Discards.MALFORMED);
      return;
    }
    if (windows.isTooLate(FlowFacts.timeNs(event), context.timerService().currentWatermark())) {
      metrics.discarded(Discards.TOO_LATE);
    } else {
      DropDelta.of(event).ifPresent(out::collect);
    }
  }
}
