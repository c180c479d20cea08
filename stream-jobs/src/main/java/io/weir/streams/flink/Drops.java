package io.weir.streams.flink;

import io.weir.codec.MalformedEventException;
import io.weir.event.v1.FlowEvent;
import io.weir.streams.JobsMetrics;
import io.weir.streams.drop.Denials;
import io.weir.streams.drop.DropDelta;
import io.weir.streams.edge.ConnectionTracker;
import io.weir.streams.edge.FlowFacts;
import io.weir.streams.state.DenialsFormat;
import io.weir.streams.window.Windows;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.util.Collector;

/**
 * The drops in flows, for the job of drops where no connections are kept: what {@link Connections}
 * puts aside otherwise, with the same rule for late ones. These are counted here and written by
 * whoever runs the job of edges.
 *
 * <p>What is known of denials is kept for a while by the wall clock, of as many connections as
 * there is room for; drops of further ones count without their policies.
 */
final class Drops extends BoundedKeys<Long, RawFlow, DropDelta> {
  private static final long serialVersionUID = 1L;

  private final Windows windows;
  private final long keptMs;
  private final JobsMetrics.Ref metricsRef;

  private transient JobsMetrics metrics;
  private transient ValueState<Denials> denials;

  /**
   * @param kept how long a connection is remembered from its first denial on
   * @param connectionsMax how many of them one instance remembers
   */
  @SuppressWarnings("NullAway.Init") // Flink calls open first
  Drops(Windows windows, Duration kept, int connectionsMax, JobsMetrics.Ref metricsRef) {
    super("denials", connectionsMax);
    this.windows = windows;
    this.keptMs = kept.toMillis();
    this.metricsRef = metricsRef;
  }

  @Override
  public void open(OpenContext context) {
    metrics = FlinkMeters.metrics(metricsRef, getRuntimeContext().getMetricGroup());
    denials =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    stateName(), new FormatSerializer<>(new DenialsFormat())));
  }

  @Override
  void counted(long more) {
    metrics.liveConnections(more);
  }

  @Override
  boolean isOpen() {
    return metrics != null;
  }

  @Override
  public void processElement(RawFlow raw, Context context, Collector<DropDelta> out)
      throws Exception {
    FlowEvent event;
    try {
      event = raw.decode();
    } catch (MalformedEventException e) {
      metrics.discarded(Discards.MALFORMED);
      return;
    }
    if (windows.isTooLate(FlowFacts.timeNs(event), context.timerService().currentWatermark())) {
      metrics.discarded(Discards.TOO_LATE);
      return;
    }
    Denials known = denials.value();
    if (known == null) {
      boolean tracked = ConnectionTracker.isTracked(event.getFlow());
      if (!tracked || isFull()) {
        if (tracked) {
          metrics.untracked();
        }
        DropDelta.of(event).ifPresent(out::collect);
        return;
      }
      known = new Denials();
      count(1);
      long nowMs = context.timerService().currentProcessingTime();
      context.timerService().registerProcessingTimeTimer(nowMs + keptMs);
    }
    known.onFlow(event).forEach(out::collect);
    denials.update(known);
  }

  @Override
  public void onTimer(long timestampMs, OnTimerContext context, Collector<DropDelta> out)
      throws Exception {
    if (denials.value() != null) {
      denials.clear();
      count(-1);
    }
  }
}
