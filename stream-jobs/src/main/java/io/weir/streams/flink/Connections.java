package io.weir.streams.flink;

import io.weir.codec.Codecs;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.streams.JobsMetrics;
import io.weir.streams.drop.DropDelta;
import io.weir.streams.edge.Connection;
import io.weir.streams.edge.ConnectionTracker;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.EdgeRules;
import io.weir.streams.edge.FlowFacts;
import io.weir.streams.state.ConnectionFormat;
import io.weir.streams.window.Windows;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Runs a {@link ConnectionTracker} per connection; drops and late events go aside.
 *
 * <p>What waits for an answer is decided by the watermark. Where no more events come there is no
 * watermark, so a connection that was silent for the same time by the wall clock is decided too; an
 * answer that was merely slow to arrive corrects it.
 */
final class Connections extends KeyedProcessFunction<Long, FlowEvent, EdgeDelta> {
  private static final long serialVersionUID = 1L;

  static final OutputTag<DropDelta> DROPS = new OutputTag<>("drops", FlowTypes.DROP_DELTA);

  static final String STATE = "connection";

  /** How long an ended connection is remembered, for stragglers; datagrams likewise. */
  static final Duration ENDED_KEPT = Duration.ofMinutes(2);

  private static final long ARRIVAL_SLACK_MS = 5_000;
  private static final long NS_PER_MS = 1_000_000;
  // Timers at whole seconds: at most one a second and connection.
  private static final long TIMER_STEP_MS = 1_000;

  private final EdgeRules rules;
  private final Windows windows;
  private final long idleMs;
  private final int connectionsMax;
  private final JobsMetrics.Ref metricsRef;

  private transient ConnectionTracker tracker;
  private transient JobsMetrics metrics;
  private transient ValueState<Connection> state;
  private transient long openedMs;
  private transient long live;

  /**
   * @param idle how long a silent connection is remembered, by the wall clock
   * @param connectionsMax how many connections one instance remembers
   */
  @SuppressWarnings("NullAway.Init") // Flink calls open first
  Connections(
      EdgeRules rules,
      Windows windows,
      Duration idle,
      int connectionsMax,
      JobsMetrics.Ref metricsRef) {
    this.rules = rules;
    this.windows = windows;
    this.idleMs = idle.toMillis();
    this.connectionsMax = connectionsMax;
    this.metricsRef = metricsRef;
  }

  @Override
  public void open(OpenContext context) {
    metrics = metricsRef.resolve();
    tracker = new ConnectionTracker(rules);
    openedMs = System.currentTimeMillis();
    state =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(STATE, new FormatSerializer<>(new ConnectionFormat())));
  }

  /** Told by the operator: a function cannot see how much was restored. */
  void restored(long connections) {
    count(connections);
  }

  private void count(long more) {
    live += more;
    metrics.liveConnections(more);
  }

  @Override
  public void close() {
    if (metrics != null) {
      count(-live);
    }
  }

  @Override
  public void processElement(FlowEvent event, Context context, Collector<EdgeDelta> out)
      throws Exception {
    long timeNs = FlowFacts.timeNs(event);
    if (windows.isTooLate(timeNs, context.timerService().currentWatermark())) {
      discardLate(event, context);
      return;
    }
    DropDelta.of(event).ifPresent(drop -> context.output(DROPS, drop));
    if (!ConnectionTracker.isTracked(event.getFlow())) {
      tracker.untracked(event.getFlow(), timeNs).forEach(out::collect);
      return;
    }
    Connection connection = state.value();
    if (connection == null) {
      if (live >= connectionsMax) {
        metrics.untracked();
        tracker.untracked(event.getFlow(), timeNs).forEach(out::collect);
        return;
      }
      connection = new Connection();
      count(1);
    }
    tracker.onFlow(connection, event.getFlow(), timeNs).forEach(out::collect);
    keep(connection, context.timerService());
  }

  private void keep(Connection connection, TimerService timers) throws Exception {
    long nowMs = timers.currentProcessingTime();
    boolean isNew = connection.lastArrivalMs == 0;
    connection.lastArrivalMs = nowMs;
    state.update(connection);
    if (isNew || connection.isEnded()) {
      timers.registerProcessingTimeTimer(wholeStep(forgottenAtMs(connection)));
    }
    long dueNs = tracker.dueNs(connection);
    if (dueNs != 0) {
      timers.registerEventTimeTimer(dueNs / NS_PER_MS + 1);
      timers.registerProcessingTimeTimer(wholeStep(nowMs + patienceMs()));
    }
  }

  @Override
  public void onTimer(long timestampMs, OnTimerContext context, Collector<EdgeDelta> out)
      throws Exception {
    Connection connection = state.value();
    if (connection == null) {
      return;
    }
    TimerService timers = context.timerService();
    if (context.timeDomain() == TimeDomain.EVENT_TIME) {
      decide(connection, timestampMs * NS_PER_MS, out);
      long dueNs = tracker.dueNs(connection);
      if (dueNs != 0) {
        timers.registerEventTimeTimer(dueNs / NS_PER_MS + 1);
      }
      return;
    }
    if (connection.isWaiting()) {
      if (timestampMs >= connection.lastArrivalMs + patienceMs()) {
        decide(connection, Long.MAX_VALUE, out);
      } else {
        timers.registerProcessingTimeTimer(wholeStep(connection.lastArrivalMs + patienceMs()));
      }
    }
    if (timestampMs >= forgottenAtMs(connection)) {
      state.clear();
      count(-1);
    } else {
      timers.registerProcessingTimeTimer(wholeStep(forgottenAtMs(connection)));
    }
  }

  private void decide(Connection connection, long nowNs, Collector<EdgeDelta> out)
      throws Exception {
    List<EdgeDelta> deltas = tracker.onTime(connection, nowNs);
    deltas.forEach(out::collect);
    state.update(connection);
  }

  private long patienceMs() {
    return rules.answerTimeout().toMillis() + ARRIVAL_SLACK_MS;
  }

  private long forgottenAtMs(Connection connection) {
    long keptMs = connection.isEnded() ? Math.min(idleMs, ENDED_KEPT.toMillis()) : idleMs;
    // While the job was down nothing could arrive: that silence does not count.
    return Math.max(connection.lastArrivalMs, openedMs) + keptMs;
  }

  private static long wholeStep(long timeMs) {
    return (timeMs + TIMER_STEP_MS - 1) / TIMER_STEP_MS * TIMER_STEP_MS;
  }

  private void discardLate(FlowEvent event, Context context) {
    metrics.discarded(Discards.TOO_LATE);
    EventHeader header = event.getHeader();
    context.output(
        Discards.TAG,
        Discards.record(
            header,
            header.getCollector() + ":" + header.getSeq(),
            Discards.TOO_LATE,
            "event time: more than "
                + windows.allowedLateness()
                + " behind the watermark (expected: at most allowed-lateness)",
            Codecs.flows().encode(event)));
  }
}
