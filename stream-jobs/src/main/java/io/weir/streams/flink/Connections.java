package io.weir.streams.flink;

import io.weir.codec.MalformedEventException;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Flow;
import io.weir.series.v1.Edge;
import io.weir.slo.v1.SloDefinition;
import io.weir.streams.JobsMetrics;
import io.weir.streams.drop.Denials;
import io.weir.streams.drop.DropDelta;
import io.weir.streams.edge.Connection;
import io.weir.streams.edge.ConnectionTracker;
import io.weir.streams.edge.CustomTally;
import io.weir.streams.edge.EdgeCounts;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.EdgeRules;
import io.weir.streams.edge.FlowFacts;
import io.weir.streams.edge.NameAnswer;
import io.weir.streams.edge.PathEvent;
import io.weir.streams.edge.Segment;
import io.weir.streams.sli.CustomIndicators;
import io.weir.streams.state.ConnectionFormat;
import io.weir.streams.state.DenialsFormat;
import io.weir.streams.state.SloDefinitionFormat;
import io.weir.streams.window.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link ConnectionTracker} per connection; drops, late events, claims of lost paths and
 * answers about names go aside. Custom indicators are counted here, on the edge of each flow, as
 * the definitions that come in by broadcast say.
 *
 * <p>What waits for an answer is decided by the watermark. Where no more events come there is no
 * watermark, so a connection that was silent for the same time by the wall clock is decided too; an
 * answer that was merely slow to arrive corrects it.
 */
final class Connections
    extends KeyedBroadcastProcessFunction<Long, RawFlow, Definition, EdgeDelta> {
  private static final long serialVersionUID = 1L;

  static final OutputTag<DropDelta> DROPS = new OutputTag<>("drops", FlowTypes.DROP_DELTA);

  static final OutputTag<NameAnswer> ANSWERS = new OutputTag<>("answers", FlowTypes.NAME_ANSWER);

  static final OutputTag<PathEvent> CLAIMS = new OutputTag<>("claims", FlowTypes.PATH_EVENT);

  /** SLO definitions that are remembered: of more, those that come first by name. */
  static final int DEFINITIONS_MAX = 1_000;

  static final String STATE = "connection";

  /** SLO definitions in force, by name. */
  static final MapStateDescriptor<String, SloDefinition> DEFINITIONS =
      new MapStateDescriptor<>(
          "definitions",
          StringSerializer.INSTANCE,
          new FormatSerializer<>(new SloDefinitionFormat()));

  private static final Logger log = LoggerFactory.getLogger(Connections.class);

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
  private final Course course;
  private final ArrayList<SloDefinition> standing;

  private transient ConnectionTracker tracker;
  private transient JobsMetrics metrics;
  private transient ValueState<Connection> state;
  private transient ValueState<Denials> denials;
  private transient long openedMs;
  private transient long live;
  private transient @Nullable CustomIndicators custom;

  /**
   * @param idle how long a silent connection is remembered, by the wall clock
   * @param connectionsMax how many connections one instance remembers
   */
  Connections(
      EdgeRules rules,
      Windows windows,
      Duration idle,
      int connectionsMax,
      JobsMetrics.Ref metricsRef) {
    this(rules, windows, idle, connectionsMax, metricsRef, Course.LIVE, List.of());
  }

  /**
   * @param course in a replay silence is measured in event time
   * @param standing definitions in force before the first flow; of a replay, all there are
   */
  @SuppressWarnings("NullAway.Init") // Flink calls open first
  Connections(
      EdgeRules rules,
      Windows windows,
      Duration idle,
      int connectionsMax,
      JobsMetrics.Ref metricsRef,
      Course course,
      List<SloDefinition> standing) {
    this.course = course;
    this.standing = new ArrayList<>(standing);
    this.rules = rules;
    this.windows = windows;
    this.idleMs = idle.toMillis();
    this.connectionsMax = connectionsMax;
    this.metricsRef = metricsRef;
  }

  @Override
  public void open(OpenContext context) {
    metrics = FlinkMeters.metrics(metricsRef, getRuntimeContext().getMetricGroup());
    tracker = new ConnectionTracker(rules);
    openedMs = System.currentTimeMillis();
    state =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(STATE, new FormatSerializer<>(new ConnectionFormat())));
    denials =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>("denials", new FormatSerializer<>(new DenialsFormat())));
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
  public void processBroadcastElement(
      Definition definition, Context context, Collector<EdgeDelta> out) throws Exception {
    BroadcastState<String, SloDefinition> definitions = context.getBroadcastState(DEFINITIONS);
    if (definition.slo().isPresent()) {
      definitions.put(definition.name(), definition.slo().get());
      forgetBeyondLimit(definitions);
    } else {
      definitions.remove(definition.name());
    }
    custom = compile(definitions);
  }

  /** By name, not by arrival: that differs between instances, and all must count the same. */
  private static void forgetBeyondLimit(BroadcastState<String, SloDefinition> definitions)
      throws Exception {
    TreeSet<String> names = new TreeSet<>();
    definitions.iterator().forEachRemaining(entry -> names.add(entry.getKey()));
    while (names.size() > DEFINITIONS_MAX) {
      String last = names.pollLast();
      definitions.remove(last);
      log.warn(
          "Left out an SLO definition slo={} cause=\"more than {} definitions\"",
          last,
          DEFINITIONS_MAX);
    }
  }

  private CustomIndicators compile(ReadOnlyBroadcastState<String, SloDefinition> definitions)
      throws Exception {
    List<SloDefinition> all = new ArrayList<>(standing);
    definitions.immutableEntries().forEach(entry -> all.add(entry.getValue()));
    CustomIndicators compiled = CustomIndicators.of(all);
    metrics.customIndicators(compiled.size(), compiled.refused().size());
    compiled
        .refused()
        .forEach(reason -> log.warn("Cannot count a custom indicator cause=\"{}\"", reason));
    return compiled;
  }

  @Override
  public void processElement(RawFlow raw, ReadOnlyContext context, Collector<EdgeDelta> out)
      throws Exception {
    if (custom == null) {
      // The first flow after a start: what was restored is known only now.
      custom = compile(context.getBroadcastState(DEFINITIONS));
    }
    boolean knowsEnds = false;
    Segment segment = raw.segment();
    Connection known = segment != null && custom.size() == 0 ? state.value() : null;
    if (segment != null && known != null) {
      Flow flow = segment.toFlow();
      knowsEnds = ConnectionTracker.knowsEnds(known, flow, segment.timeNs());
      if (knowsEnds
          && !segment.request()
          && !windows.isTooLate(segment.timeNs(), context.timerService().currentWatermark())) {
        onSegment(segment, flow, known, context, out);
        return;
      }
    }
    FlowEvent event;
    try {
      event = decode(raw, knowsEnds);
    } catch (MalformedEventException e) {
      // Broken within a field that nobody looked at before.
      refuse(
          raw,
          context,
          EventHeader.getDefaultInstance(),
          Discards.MALFORMED,
          String.valueOf(e.getMessage()));
      return;
    }
    long timeNs = FlowFacts.timeNs(event);
    if (windows.isTooLate(timeNs, context.timerService().currentWatermark())) {
      discardLate(raw, event.getHeader(), context);
      return;
    }
    if (!ConnectionTracker.isTracked(event.getFlow())) {
      DropDelta.of(event).ifPresent(drop -> context.output(DROPS, drop));
      emit(event, timeNs, tracker.untracked(event.getFlow(), timeNs), out);
      return;
    }
    Connection connection = state.value();
    if (connection == null) {
      if (live >= connectionsMax) {
        metrics.untracked();
        DropDelta.of(event).ifPresent(drop -> context.output(DROPS, drop));
        emit(event, timeNs, tracker.untracked(event.getFlow(), timeNs), out);
        return;
      }
      connection = new Connection();
      count(1);
    }
    boolean wasEnded = connection.isEnded();
    emit(event, timeNs, tracker.onFlow(connection, event.getFlow(), timeNs), out);
    sendAside(connection, context);
    if (Denials.concerns(event.getFlow())) {
      sendDrops(event, context);
    }
    keep(connection, wasEnded, context.timerService());
  }

  private FlowEvent decode(RawFlow raw, boolean knowsEnds) throws MalformedEventException {
    if (custom.size() > 0) {
      return raw.decodeWhole();
    }
    return knowsEnds ? raw.decodeWithoutEnds() : raw.decode();
  }

  /** Counts a segment without a look at the rest of its event. */
  private void onSegment(
      Segment segment,
      Flow flow,
      Connection connection,
      ReadOnlyContext context,
      Collector<EdgeDelta> out)
      throws Exception {
    boolean wasEnded = connection.isEnded();
    long timeNs = segment.timeNs();
    emit(segment.sampling(), timeNs, tracker.onFlow(connection, flow, timeNs), out);
    sendAside(connection, context);
    keep(connection, wasEnded, context.timerService());
  }

  /** What the flow adds, and what is said of the event besides; the first delta is its own. */
  private void emit(
      FlowEvent event, long timeNs, List<EdgeDelta> deltas, Collector<EdgeDelta> out) {
    emit(event.getHeader().getSampling(), timeNs, deltas, out);
    Edge edge = deltas.get(0).edge();
    CustomTally tally = custom == null ? CustomTally.NONE : custom.count(event.getFlow(), timeNs);
    if (!tally.equals(CustomTally.NONE)) {
      out.collect(new EdgeDelta(edge, timeNs, EdgeCounts.custom(tally)));
    }
  }

  private static void emit(
      int sampling, long timeNs, List<EdgeDelta> deltas, Collector<EdgeDelta> out) {
    deltas.forEach(out::collect);
    if (sampling > 1) {
      Edge edge = deltas.get(0).edge();
      out.collect(new EdgeDelta(edge, timeNs, EdgeCounts.sampledOut(sampling - 1L)));
    }
  }

  private void sendDrops(FlowEvent event, ReadOnlyContext context) throws Exception {
    Denials known = denials.value();
    if (known == null) {
      known = new Denials();
    }
    known.onFlow(event).forEach(drop -> context.output(DROPS, drop));
    denials.update(known);
  }

  private void sendAside(Connection connection, ReadOnlyContext context) {
    if (!connection.claims.isEmpty()) {
      connection.claims.forEach(claim -> context.output(CLAIMS, claim));
      connection.claims = Collections.emptyList();
    }
    if (!connection.answers.isEmpty()) {
      connection.answers.forEach(answer -> context.output(ANSWERS, answer));
      connection.answers = Collections.emptyList();
    }
    for (; connection.unheard > 0; connection.unheard--) {
      metrics.unheard();
    }
  }

  private void keep(Connection connection, boolean wasEnded, TimerService timers) throws Exception {
    boolean isNew = connection.lastArrivalMs == 0;
    connection.lastArrivalMs = timers.currentProcessingTime();
    state.update(connection);
    decideLater(connection, timers);
    // A timer that finds it not old enough sets the next one.
    boolean isNews = isNew || (connection.isEnded() && !wasEnded);
    if (course.isLive()) {
      lookAgainLater(connection, isNews, timers);
    } else if (isNews) {
      timers.registerEventTimeTimer(wholeStep(forgottenAtMs(connection)));
    }
  }

  /**
   * By the watermark, and only if that is not yet arranged: this is done for every flow. Nearly
   * everything is answered at once, and its timer is dropped while it is easy to find.
   */
  private void decideLater(Connection connection, TimerService timers) {
    long dueNs = tracker.dueNs(connection);
    if (dueNs == connection.dueTimerNs) {
      return;
    }
    if (connection.dueTimerNs != 0 && course.isLive()) {
      // Event time has no other timers than these; in a replay it also has those that forget.
      timers.deleteEventTimeTimer(dueTimerMs(connection.dueTimerNs));
    }
    if (dueNs != 0) {
      timers.registerEventTimeTimer(dueTimerMs(dueNs));
    }
    connection.dueTimerNs = dueNs;
  }

  private static long dueTimerMs(long dueNs) {
    return dueNs / NS_PER_MS + 1;
  }

  /**
   * By the wall clock. One timer at a time: each is part of every checkpoint, with its key.
   *
   * @param anyway where it is not known that one is set
   */
  private void lookAgainLater(Connection connection, boolean anyway, TimerService timers) {
    boolean waiting = connection.isWaiting(rules);
    long atMs =
        wholeStep(waiting ? connection.lastArrivalMs + patienceMs() : forgottenAtMs(connection));
    if (connection.wakeTimerMs == 0 ? anyway || waiting : atMs < connection.wakeTimerMs) {
      timers.registerProcessingTimeTimer(atMs);
      connection.wakeTimerMs = atMs;
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
      decide(connection, timestampMs * NS_PER_MS, context, out);
      decideLater(connection, timers);
      if (!course.isLive() && !forgetIfOld(connection, timestampMs)) {
        timers.registerEventTimeTimer(wholeStep(forgottenAtMs(connection)));
      }
      return;
    }
    if (connection.isWaiting(rules) && timestampMs >= connection.lastArrivalMs + patienceMs()) {
      decide(connection, Long.MAX_VALUE, context, out);
    }
    if (!forgetIfOld(connection, timestampMs)) {
      connection.wakeTimerMs = 0;
      lookAgainLater(connection, true, timers);
    }
  }

  private boolean forgetIfOld(Connection connection, long nowMs) {
    if (nowMs < forgottenAtMs(connection)) {
      return false;
    }
    state.clear();
    denials.clear();
    count(-1);
    return true;
  }

  private void decide(
      Connection connection, long nowNs, OnTimerContext context, Collector<EdgeDelta> out)
      throws Exception {
    tracker.onTime(connection, nowNs).forEach(out::collect);
    sendAside(connection, context);
    state.update(connection);
  }

  private long patienceMs() {
    return rules.answerTimeout().toMillis() + ARRIVAL_SLACK_MS;
  }

  private long forgottenAtMs(Connection connection) {
    long keptMs = connection.isEnded() ? Math.min(idleMs, ENDED_KEPT.toMillis()) : idleMs;
    if (!course.isLive()) {
      return connection.lastNs() / NS_PER_MS + keptMs;
    }
    // While the job was down nothing could arrive: that silence does not count.
    return Math.max(connection.lastArrivalMs, openedMs) + keptMs;
  }

  private static long wholeStep(long timeMs) {
    return (timeMs + TIMER_STEP_MS - 1) / TIMER_STEP_MS * TIMER_STEP_MS;
  }

  private void discardLate(RawFlow raw, EventHeader header, ReadOnlyContext context) {
    refuse(
        raw,
        context,
        header,
        Discards.TOO_LATE,
        "event time: more than "
            + windows.allowedLateness()
            + " behind the watermark (expected: at most allowed-lateness)");
  }

  private void refuse(
      RawFlow raw, ReadOnlyContext context, EventHeader header, String reason, String message) {
    metrics.discarded(reason);
    String origin =
        header.getCollector().isEmpty()
            ? raw.origin()
            : header.getCollector() + ":" + header.getSeq();
    context.output(Discards.TAG, Discards.record(header, origin, reason, message, raw.value()));
  }
}
