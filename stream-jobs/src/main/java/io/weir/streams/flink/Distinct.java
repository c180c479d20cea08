package io.weir.streams.flink;

import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.ProbeEvent;
import io.weir.model.SeenNumbers;
import io.weir.model.SeenNumbers.Origin;
import io.weir.streams.JobsMetrics;
import io.weir.streams.state.SeenFormat;
import io.weir.streams.state.SeenFormat.Seen;
import io.weir.topic.Topic;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets each event through once and sends refused bytes aside. Chained to the source, so that a
 * partition's records come in the order of their offsets.
 *
 * <p>The state is a union list: on restore every instance gets the entries of all. Partitions move
 * between instances when the parallelism changes, and an instance cannot know beforehand which it
 * will read, so it needs them all. Old copies that an instance keeps of partitions it does not read
 * do no harm: numbers only grow, so of several entries for one origin the largest is the reader's.
 *
 * @param <T> what is said of an event that passes
 */
final class Distinct<T> extends ProcessFunction<Received, T> implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(Distinct.class);

  /**
   * A collector run that was silent for so long while others were not is gone; it resends nothing.
   */
  static final Duration FORGOTTEN_AFTER = Duration.ofDays(7);

  /** Collector runs, by partition, of one instance. Of more, the one silent for longest goes. */
  static final int COLLECTORS_MAX = 1_000_000;

  private static final long LOG_INTERVAL_MS = 10_000;

  /** Reads something of an event that was not refused. */
  interface Reading<T> extends Function<Received, T>, Serializable {}

  private final Topic topic;
  private final Reading<EventHeader> headerOf;
  private final Reading<T> passing;
  private final int collectorsMax;
  private final JobsMetrics.Ref metricsRef;

  private transient JobsMetrics metrics;
  private transient SeenNumbers seen;
  private transient LinkedHashMap<Origin, Long> seenAtMs;
  private transient ListState<Seen> state;
  private transient long lastLogMs;

  @SuppressWarnings("NullAway.Init") // Flink initialises what is transient
  private Distinct(
      Topic topic,
      Reading<EventHeader> headerOf,
      Reading<T> passing,
      int collectorsMax,
      JobsMetrics.Ref metricsRef) {
    this.topic = topic;
    this.collectorsMax = collectorsMax;
    this.headerOf = headerOf;
    this.passing = passing;
    this.metricsRef = metricsRef;
  }

  /** Flow events; they stay as they came. */
  static Distinct<Received> flows(JobsMetrics.Ref metrics) {
    return flows(COLLECTORS_MAX, metrics);
  }

  static Distinct<Received> flows(int collectorsMax, JobsMetrics.Ref metrics) {
    return new Distinct<>(
        Topic.FLOWS,
        received -> received.as(FlowEvent.class).getHeader(),
        received -> received,
        collectorsMax,
        metrics);
  }

  /** Executions of probes. */
  static Distinct<ProbeEvent> probes(JobsMetrics.Ref metrics) {
    return new Distinct<>(
        Topic.PROBES,
        received -> received.as(ProbeEvent.class).getHeader(),
        received -> received.as(ProbeEvent.class),
        COLLECTORS_MAX,
        metrics);
  }

  @Override
  public void open(OpenContext context) {
    metrics = FlinkMeters.metrics(metricsRef, getRuntimeContext().getMetricGroup());
    metrics.knownCollectors(topic.topicName(), seenAtMs.size());
    // Flows are what every set of jobs reads.
    if (topic == Topic.FLOWS && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
      metrics.started();
    }
  }

  @Override
  public void processElement(Received received, Context context, Collector<T> out) {
    String topic = received.topic().topicName();
    metrics.events(topic);
    if (received.refusal() != null) {
      refuse(received, received.refusal(), context);
      return;
    }
    EventHeader header = headerOf.apply(received);
    if (isFirst(received.partition(), header, context.timerService().currentProcessingTime())) {
      out.collect(passing.apply(received));
    } else {
      metrics.repeated(topic);
    }
  }

  /** Events without a number cannot be told from repeats; all of them count. */
  private boolean isFirst(int partition, EventHeader header, long nowMs) {
    if (header.getCollector().isEmpty() || header.getSeq() == 0) {
      return true;
    }
    Origin origin = new Origin(partition, header.getCollector());
    if (seenAtMs.put(origin, nowMs) == null) {
      makeRoom();
    }
    return seen.firstSight(origin, header.getSeq());
  }

  private void makeRoom() {
    if (seenAtMs.size() > collectorsMax) {
      // What it resends would count again.
      Origin longestSilent = seenAtMs.keySet().iterator().next();
      seenAtMs.remove(longestSilent);
      seen.forget(longestSilent);
      metrics.forgottenCollector(topic.topicName());
    } else {
      metrics.knownCollectors(topic.topicName(), 1);
    }
  }

  @Override
  public void close() {
    if (metrics != null && seenAtMs != null) {
      metrics.knownCollectors(topic.topicName(), -seenAtMs.size());
    }
  }

  private void refuse(Received received, Received.Refusal refusal, Context context) {
    metrics.discarded(refusal.reason());
    long nowMs = context.timerService().currentProcessingTime();
    if (nowMs - lastLogMs >= LOG_INTERVAL_MS) {
      lastLogMs = nowMs;
      log.warn(
          "Discarded an event reason={} origin={} cause=\"{}\"",
          refusal.reason(),
          received.origin(),
          refusal.message());
    }
    context.output(
        Discards.TAG,
        Discards.record(
            EventHeader.getDefaultInstance(),
            received.origin(),
            refusal.reason(),
            refusal.message(),
            received.value()));
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    state =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("seen", new FormatSerializer<>(new SeenFormat())));
    seen = new SeenNumbers();
    // In the order of the last event, so that the run silent for longest comes first.
    seenAtMs = new LinkedHashMap<>(16, 0.75f, true);
    if (context.isRestored()) {
      restore(state.get());
    }
  }

  private void restore(Iterable<Seen> entries) {
    List<Seen> oldestFirst = new ArrayList<>();
    entries.forEach(oldestFirst::add);
    oldestFirst.sort(Comparator.comparingLong(Seen::atMs));
    for (Seen entry : oldestFirst) {
      Origin origin = new Origin(entry.partition(), entry.collector());
      seen.merge(Map.of(origin, entry.seq()));
      seenAtMs.put(origin, entry.atMs());
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    // Counted back from the newest event, so that a stop of weeks forgets nobody.
    long newestMs = seenAtMs.values().stream().mapToLong(Long::longValue).max().orElse(0);
    long oldestMs = newestMs - FORGOTTEN_AFTER.toMillis();
    seenAtMs
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = entry.getValue() < oldestMs;
              if (gone) {
                seen.forget(entry.getKey());
                metrics.knownCollectors(topic.topicName(), -1);
              }
              return gone;
            });
    Map<Origin, Long> numbers = seen.snapshot();
    List<Seen> entries = new ArrayList<>();
    seenAtMs.forEach(
        (origin, atMs) ->
            entries.add(
                new Seen(
                    origin.partition(),
                    origin.collector(),
                    numbers.getOrDefault(origin, 0L),
                    atMs)));
    state.update(entries);
  }
}
