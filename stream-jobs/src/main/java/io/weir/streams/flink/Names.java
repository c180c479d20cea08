package io.weir.streams.flink;

import io.weir.streams.JobsMetrics;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.NameAnswer;
import io.weir.streams.edge.NameHistory;
import io.weir.streams.state.NameHistoryFormat;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.util.Collector;

/**
 * Runs a {@link NameHistory} per cluster and name: which connections resolved it before, is a fact
 * from other connections. Beyond {@code namesMax} names of one instance, new ones are not
 * remembered: their denials count as good.
 */
final class Names extends BoundedKeys<String, NameAnswer, EdgeDelta> {
  private static final long serialVersionUID = 1L;
  private static final long NS_PER_MS = 1_000_000;

  /** Names of all instances together. */
  static final int NAMES_MAX = 200_000;

  private final Duration allowedLateness;
  private final JobsMetrics.Ref metricsRef;

  private transient JobsMetrics metrics;
  private transient ValueState<NameHistory> state;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  Names(Duration allowedLateness, int namesMax, JobsMetrics.Ref metricsRef) {
    super("name", namesMax);
    this.allowedLateness = allowedLateness;
    this.metricsRef = metricsRef;
  }

  /** A name of one cluster, however it is written. */
  static String key(NameAnswer answer) {
    return answer.edge().getClient().getCluster() + "|" + answer.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void open(OpenContext context) {
    metrics = FlinkMeters.metrics(metricsRef, getRuntimeContext().getMetricGroup());
    state =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    stateName(), new FormatSerializer<>(new NameHistoryFormat())));
  }

  @Override
  void counted(long more) {
    metrics.liveNames(more);
  }

  @Override
  boolean isOpen() {
    return metrics != null;
  }

  @Override
  public void processElement(NameAnswer answer, Context context, Collector<EdgeDelta> out)
      throws Exception {
    NameHistory history = state.value();
    if (history == null) {
      if (isFull()) {
        metrics.unknownName();
        return;
      }
      history = new NameHistory();
      count(1);
      context.timerService().registerEventTimeTimer(answer.answeredNs() / NS_PER_MS + 1);
    }
    history.onAnswer(answer).forEach(out::collect);
    state.update(history);
  }

  @Override
  public void onTimer(long timestampMs, OnTimerContext context, Collector<EdgeDelta> out)
      throws Exception {
    NameHistory history = state.value();
    if (history == null) {
      return;
    }
    long forgottenAtMs = history.forgottenAtNs(allowedLateness) / NS_PER_MS + 1;
    if (timestampMs >= forgottenAtMs) {
      state.clear();
      count(-1);
    } else {
      // One timer a name: it looks again when the name might be forgotten by then.
      context.timerService().registerEventTimeTimer(forgottenAtMs);
    }
  }
}
