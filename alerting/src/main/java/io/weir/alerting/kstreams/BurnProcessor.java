package io.weir.alerting.kstreams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.alerting.burn.CountSeries;
import io.weir.alerting.burn.SloBurn;
import io.weir.alerting.burn.Transition;
import io.weir.alerting.history.PastCounts;
import io.weir.alerting.kstreams.SeenCounts.Seen;
import io.weir.alerting.slo.Slo;
import io.weir.codec.Codecs;
import io.weir.slo.v1.SloStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The objectives of one task: takes off what a window counted before, adds what it counts now, and
 * evaluates by the clock. What it holds in memory is in the stores entry by entry, so a restart
 * goes on where the last transaction ended.
 */
final class BurnProcessor implements Processor<String, byte[], byte[], byte[]> {
  /** From what each objective was made. */
  static final String DEFINITIONS = "definitions";

  /** Buckets, marks and rules of each objective. */
  static final String STATE = "objectives";

  /** What each series counted last in each window. */
  static final String SEEN = "seen";

  /** Names of the sinks. */
  static final String ALERTS = "alerts";

  static final String STATUS = "status";

  private static final long STATUS_EVERY_MS = 10_000;
  private static final int STATUSES_AT_ONCE = 500;

  // Below what a series accepts ahead of its head.
  private static final long GAP_MS = CountSeries.AHEAD_MAX.toMillis() / 2;

  private final SloCatalogue catalogue;
  private final AlertStreamsConfig config;
  private final AlertStreamsMetrics metrics;
  private final PastCounts past;
  private final EventClock clock;
  private final Map<String, LiveObjective> live = new HashMap<>();
  private ProcessorContext<byte[], byte[]> context;
  private KeyValueStore<Bytes, byte[]> definitions;
  private KeyValueStore<Bytes, byte[]> state;
  private SeenCounts seen;
  private Backfill backfill;
  private long version;

  @SuppressWarnings("NullAway.Init") // context and stores come with init
  BurnProcessor(
      SloCatalogue catalogue,
      AlertStreamsConfig config,
      AlertStreamsMetrics metrics,
      PastCounts past) {
    this.catalogue = catalogue;
    this.config = config;
    this.metrics = metrics;
    this.past = past;
    this.clock = new EventClock(config.patience().toMillis());
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.definitions = context.getStateStore(DEFINITIONS);
    this.state = context.getStateStore(STATE);
    this.seen = new SeenCounts(context.getStateStore(SEEN));
    this.backfill = new Backfill(past, config.lateness(), seen, clock, metrics);
    // What is stored is loaded by the first record or look at the clock.
    context.schedule(config.evaluationInterval(), PunctuationType.WALL_CLOCK_TIME, this::evaluate);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    refresh(record.timestamp());
    Contribution more = Contribution.of(record.value());
    Optional<LiveObjective> found = find(record.key(), more);
    if (found.isEmpty()) {
      return;
    }
    long wall = context.currentSystemTimeMs();
    if (more.isAnnouncement()) {
      long from = found.get().burn.slo().from().toEpochMilli();
      if (from > 0) {
        clock.saw(from, record.timestamp(), wall);
      }
      return;
    }
    clock.saw(more.startMs() + CountSeries.BASE_MS, record.timestamp(), wall);
    count(found.get(), more);
  }

  private Optional<LiveObjective> find(String id, Contribution more) {
    LiveObjective of = live.get(id);
    return of == null ? begin(id, more) : Optional.of(of);
  }

  private void count(LiveObjective of, Contribution more) {
    long head = of.burn.headMs();
    if (head != Long.MIN_VALUE && more.startMs() < head - config.lateness().toMillis()) {
      metrics.discarded("too_late").inc();
      return;
    }
    if (head != Long.MIN_VALUE && more.startMs() >= head + GAP_MS) {
      // After a silence: what comes now would be too far ahead.
      long wall = context.currentSystemTimeMs();
      moveOn(of, Math.min(more.startMs(), clock.head(wall)), wall);
    }
    Seen was = seen.last(of, more.series(), more.startMs());
    long good = more.good() - was.good();
    long total = more.total() - was.total();
    long lost = seen.moreLost(of, more.startMs(), more.lost());
    Seen now = new Seen(more.good(), more.total(), more.lost());
    if (good == 0 && total == 0 && lost == 0) {
      if (backfill.isAwaited(of)) {
        // Also nothing is newer than what the archive may have of it.
        seen.put(of, more.series(), more.startMs(), now);
      }
      return;
    }
    if (!of.burn.add(more.startMs(), good, total, lost)) {
      metrics.discarded("not_counted").inc();
      return;
    }
    seen.put(of, more.series(), more.startMs(), now);
    of.changed = true;
    metrics.counted.inc();
    metrics.events(of.burn.slo(), good, total - good);
  }

  private void evaluate(long wallMs) {
    refresh(wallMs);
    backfill.begin();
    if (!clock.isRunning()) {
      live.values().forEach(of -> lookForPast(of, PastCounts.NO_HEAD, wallMs));
      return;
    }
    long head = clock.head(wallMs);
    // A few at a time: what nothing happened to must not hold up alerts in the same transaction.
    int statuses = Math.max(STATUSES_AT_ONCE, live.size() / 20);
    Iterator<LiveObjective> all = live.values().iterator();
    while (all.hasNext()) {
      LiveObjective of = all.next();
      lookForPast(of, head, wallMs);
      if (of.changed || of.burn.headMs() < head) {
        moveOn(of, head, wallMs);
      }
      if (statuses > 0 && isStatusDue(of)) {
        publishStatus(of);
        statuses--;
      }
      if (isGone(of)) {
        all.remove();
        of.end();
        metrics.forget(of.burn.slo());
        forget(of.burn.slo().id(), wallMs);
      }
    }
  }

  private void lookForPast(LiveObjective of, long headMs, long wallMs) {
    if (backfill.isAwaited(of)) {
      backfill.look(of, headMs, new StoredJournal(state, of.burn.slo().id()), wallMs);
    }
  }

  /** Its rules wait for its past, for a while. */
  private void moveOn(LiveObjective of, long headMs, long wallMs) {
    if (backfill.holds(of, wallMs)) {
      of.burn.advance(headMs);
      return;
    }
    evaluate(of, headMs);
    of.changed = false;
  }

  /** Nothing for days, and others like it: not an outage but a service that was taken down. */
  private boolean isGone(LiveObjective of) {
    return !of.definition.match().isEmpty()
        && !backfill.isAwaited(of)
        && of.burn.headMs() - of.burn.lastEventMs() > config.forgetAfter().toMillis();
  }

  private void evaluate(LiveObjective of, long headMs) {
    metrics.evaluations.inc();
    of.burn.evaluate(
        headMs,
        change -> {
          publish(of.burn.slo(), change);
          of.statusMs = Long.MIN_VALUE;
        });
    if (of.statusMs == Long.MIN_VALUE) {
      publishStatus(of);
    }
  }

  private static boolean isStatusDue(LiveObjective of) {
    return of.burn.headMs() >= of.statusMs + STATUS_EVERY_MS;
  }

  private void publishStatus(LiveObjective of) {
    of.statusMs = of.burn.headMs();
    byte[] key = of.burn.slo().id().getBytes(UTF_8);
    SloStatus status = StatusRecords.of(of.burn);
    metrics.slos.stands(status);
    byte[] value = Codecs.sloStatus().encode(status);
    context.forward(new Record<>(key, value, context.currentSystemTimeMs()), STATUS);
  }

  private void publish(Slo slo, Transition change) {
    metrics.transitions.inc();
    byte[] key = AlertRecords.fingerprint(change.slo(), change.rule()).getBytes(UTF_8);
    byte[] value = Codecs.alerts().encode(AlertRecords.of(change, slo));
    context.forward(new Record<>(key, value, context.currentSystemTimeMs()), ALERTS);
  }

  private Optional<LiveObjective> begin(String id, Contribution more) {
    Optional<Slo> slo = catalogue.snapshot().find(more.slo());
    if (slo.isEmpty()) {
      metrics.discarded("unknown_slo").inc();
      return Optional.empty();
    }
    if (live.size() >= config.objectivesMax()) {
      metrics.discarded("over_capacity").inc();
      return Optional.empty();
    }
    StoredJournal journal = new StoredJournal(state, id);
    Definition definition = define(id, more.slo(), more.match(), slo.get(), journal);
    SloBurn burn = new SloBurn(slo.get().ofMatch(more.match()), journal);
    journal.depth(burn.depth());
    LiveObjective begun = new LiveObjective(definition, burn, wanted());
    live.put(id, begun);
    return Optional.of(begun);
  }

  private Optional<WantedPast> wanted() {
    return Optional.of(new WantedPast(context.currentSystemTimeMs()));
  }

  private Definition define(String id, String slo, String match, Slo of, StoredJournal journal) {
    Definition definition =
        new Definition(slo, match, context.currentSystemTimeMs(), of.countsKey());
    definitions.put(Bytes.wrap(id.getBytes(UTF_8)), definition.toBytes());
    journal.wantPast();
    return definition;
  }

  /** Makes anew the objectives whose definition changed; at first, all that are stored. */
  private void refresh(long timestamp) {
    SloCatalogue.Snapshot slos = catalogue.snapshot();
    if (slos.version() == version) {
      return;
    }
    version = slos.version();
    Map<String, LiveObjective> before = new HashMap<>(live);
    live.clear();
    for (KeyValue<Bytes, byte[]> stored : stored()) {
      String id = new String(stored.key.get(), UTF_8);
      Definition definition = Definition.of(stored.value);
      Optional<Slo> slo =
          slos.find(definition.slo()).map(found -> found.ofMatch(definition.match()));
      LiveObjective known = before.get(id);
      if (slo.isEmpty()) {
        if (known != null) {
          metrics.forget(known.burn.slo());
        }
        forget(id, timestamp);
      } else if (known != null && known.burn.slo().equals(slo.get())) {
        live.put(id, known);
      } else {
        load(id, definition, slo.get(), timestamp);
      }
    }
    before.forEach(
        (id, known) -> {
          if (live.get(id) != known) {
            known.end();
          }
        });
  }

  private void load(String id, Definition definition, Slo slo, long timestamp) {
    StoredJournal journal = new StoredJournal(state, id);
    Definition counted = definition;
    if (!definition.countsKey().equals(slo.countsKey())) {
      journal.forgetCounts();
      counted = define(id, definition.slo(), definition.match(), slo, journal);
    }
    SloBurn burn = new SloBurn(slo, journal);
    deepen(journal, burn.depth());
    List<String> names = burn.ruleNames();
    for (String rule : journal.rules()) {
      if (!names.contains(rule)) {
        journal.forgetRule(rule);
        withdraw(id, rule, timestamp);
      }
    }
    journal.load(burn);
    Optional<WantedPast> wanted = journal.wantsPast() ? wanted() : Optional.empty();
    live.put(id, new LiveObjective(counted, burn, wanted));
    if (burn.headMs() != Long.MIN_VALUE) {
      clock.saw(burn.headMs(), Long.MAX_VALUE / 2, context.currentSystemTimeMs());
    }
  }

  /** Longer windows than before: what they need was not kept, and may be in the archive. */
  private static void deepen(StoredJournal journal, String depth) {
    Optional<String> before = journal.depth();
    if (!before.equals(Optional.of(depth))) {
      journal.depth(depth);
      if (before.isPresent()) {
        journal.wantPast();
      }
    }
  }

  private void forget(String id, long timestamp) {
    byte[] key = id.getBytes(UTF_8);
    definitions.delete(Bytes.wrap(key));
    context.forward(new Record<>(key, null, timestamp), STATUS);
    new StoredJournal(state, id).forget().forEach(rule -> withdraw(id, rule, timestamp));
  }

  private void withdraw(String id, String rule, long timestamp) {
    context.forward(
        new Record<>(AlertRecords.fingerprint(id, rule).getBytes(UTF_8), null, timestamp), ALERTS);
  }

  private List<KeyValue<Bytes, byte[]>> stored() {
    List<KeyValue<Bytes, byte[]>> stored = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = definitions.all()) {
      all.forEachRemaining(stored::add);
    }
    return stored;
  }

  /** The task ends here, or goes on in another process, which then speaks for its objectives. */
  @Override
  public void close() {
    for (LiveObjective of : live.values()) {
      of.end();
      metrics.forget(of.burn.slo());
    }
  }
}
