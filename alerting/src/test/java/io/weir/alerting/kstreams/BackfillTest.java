package io.weir.alerting.kstreams;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.alerting.history.PastSlos;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.EmptySlices;
import io.weir.alerting.slo.IndicatorSelector.FanOut;
import io.weir.alerting.slo.Maintenance;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import io.weir.alerting.slo.TimeSpan;
import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.series.v1.SliWindow;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.SloStatus;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An objective that is new, beside one that was there all along. */
class BackfillTest {
  private static final Duration STEP = Duration.ofSeconds(10);

  /** Between the windows of a history. */
  private static final Duration SELDOM = Duration.ofMinutes(15);

  private static final PastSlos ALWAYS = PastSlos.standard().named("always");
  private static final PastSlos LATER = PastSlos.standard().named("later");

  @TempDir Path directory;
  private final FakePast past = new FakePast();
  private final SloCatalogue catalogue = new SloCatalogue();
  private final AlertStreamsMetrics metrics = new AlertStreamsMetrics(new PrometheusRegistry());
  private final Map<String, SloStatus> statuses = new HashMap<>();
  private final List<AlertState> changes = new ArrayList<>();
  private final Random random = new Random(1);
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> slis;
  private TestOutputTopic<byte[], byte[]> alerts;
  private TestOutputTopic<String, byte[]> status;
  private Instant now = TestSlos.START;
  private int starts;
  private boolean archiving = true;
  private double alreadyCounted;

  private void start() {
    AlertStreamsConfig config =
        AlertStreamsConfig.DEFAULT.at("127.0.0.1:1", directory.resolve("" + starts++));
    driver =
        new TopologyTestDriver(
            // In memory: the driver waits for the disk several times for each record.
            AlertTopology.of(catalogue, config, metrics, past, BuiltInDslStoreSuppliers.IN_MEMORY),
            AlertStreams.properties(config),
            now);
    slis =
        driver.createInputTopic(
            Topic.SLIS.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
    alerts =
        driver.createOutputTopic(
            Topic.ALERTS.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    status =
        driver.createOutputTopic(
            Topic.SLO_STATUS.topicName(), new StringDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  /** The process dies, and another one has the stores as they were committed. */
  private void restart() {
    look();
    List<KeyValue<Bytes, byte[]>> definitions = entries(BurnProcessor.DEFINITIONS);
    List<KeyValue<Bytes, byte[]>> state = entries(BurnProcessor.STATE);
    List<KeyValue<Windowed<Bytes>, byte[]>> seen = new ArrayList<>();
    try (var all = driver.<Bytes, byte[]>getWindowStore(BurnProcessor.SEEN).all()) {
      all.forEachRemaining(seen::add);
    }
    driver.close();
    start();
    definitions.forEach(e -> store(BurnProcessor.DEFINITIONS).put(e.key, e.value));
    state.forEach(e -> store(BurnProcessor.STATE).put(e.key, e.value));
    seen.forEach(
        e ->
            driver
                .<Bytes, byte[]>getWindowStore(BurnProcessor.SEEN)
                .put(e.key.key(), e.value, e.key.window().start()));
  }

  private org.apache.kafka.streams.state.KeyValueStore<Bytes, byte[]> store(String name) {
    return driver.getKeyValueStore(name);
  }

  private List<KeyValue<Bytes, byte[]>> entries(String name) {
    List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>();
    try (var all = store(name).all()) {
      all.forEachRemaining(entries::add);
    }
    return entries;
  }

  private void inForce(PastSlos... slos) {
    catalogue.replace(Stream.of(slos).map(PastSlos::build).toList());
  }

  /** To the topic, and so to the archive. */
  private void send(SliWindow window) {
    if (archiving) {
      past.archive.put(window);
    }
    slis.pipeInput(TopicKeys.sli(window), Codecs.slis().encode(window), now);
  }

  /** The present ten seconds pass; their windows are published early, and whole. */
  private void step(long bad, long total) {
    Instant begin = Instant.ofEpochSecond(now.getEpochSecond() / 10 * 10);
    pass(Duration.between(now, begin.plusMillis(5_000)));
    send(PastSlos.window("checkout", begin, bad / 2, total / 2, 0));
    send(PastSlos.window("cart", begin, 0, 7, 0));
    pass(Duration.ofMillis(4_500));
    send(PastSlos.window("checkout", begin, bad, total, 0));
    tick();
  }

  private void run(Duration duration, long bad, long total) {
    run(duration, STEP, () -> step(bad, total));
  }

  /** For hours: a window every {@link #SELDOM}. */
  private void runSeldom(Duration duration, long bad, long total) {
    run(duration, SELDOM, () -> step(bad, total));
  }

  /** Events as they may be, and now and then a window that is revised. */
  private void runAnyhow(Duration duration) {
    run(duration, STEP, this::stepAnyhow);
  }

  private void runAnyhowSeldom(Duration duration) {
    run(duration, SELDOM, this::stepAnyhow);
  }

  private void run(Duration duration, Duration every, Runnable step) {
    for (Instant end = now.plus(duration); now.isBefore(end); ) {
      step.run();
      pass(every.minus(STEP));
    }
  }

  private void stepAnyhow() {
    step(random.nextInt(4) == 0 ? random.nextInt(10) : 0, 20 + random.nextInt(100));
    if (random.nextInt(5) == 0) {
      revise(Duration.ofSeconds(10L * (1 + random.nextInt(350))));
    }
  }

  private void revise(Duration ago) {
    Instant start = Instant.ofEpochSecond(now.minus(ago).getEpochSecond() / 10 * 10);
    send(PastSlos.window("checkout", start, random.nextInt(10), 20 + random.nextInt(100), 0));
  }

  private void pass(Duration duration) {
    now = now.plus(duration);
    driver.advanceWallClockTime(duration);
  }

  /** The next looks at the clock. */
  private void tick() {
    pass(Duration.ofMillis(500));
  }

  private void look() {
    status
        .readKeyValuesToList()
        .forEach(
            record -> {
              if (record.value == null) {
                statuses.remove(record.key);
              } else {
                statuses.put(record.key, decoded(() -> Codecs.sloStatus().decode(record.value)));
              }
            });
    alerts.readKeyValuesToList().stream()
        .filter(record -> record.value != null)
        .forEach(record -> changes.add(decoded(() -> Codecs.alerts().decode(record.value))));
  }

  private interface Decoding<T> {
    T get() throws MalformedEventException;
  }

  private static <T> T decoded(Decoding<T> decoding) {
    try {
      return decoding.get();
    } catch (MalformedEventException e) {
      throw new IllegalStateException(e);
    }
  }

  private SloStatus status(String slo) {
    look();
    return statuses.getOrDefault(slo, SloStatus.getDefaultInstance());
  }

  private List<AlertState> changes(String slo) {
    look();
    return changes.stream().filter(change -> change.getSlo().equals(slo)).toList();
  }

  private void assertSame(String is, String expected) {
    SloStatus one = status(is);
    SloStatus other = status(expected);
    assertThat(one.getInPeriod().getTotal()).isPositive();
    assertThat(one.getInPeriod()).isEqualTo(other.getInPeriod());
    assertThat(one.getBurnList()).isEqualTo(other.getBurnList());
    assertThat(one.getPartial()).isEqualTo(other.getPartial());
    assertThat(one.getBudgetLeft()).isEqualTo(other.getBudgetLeft());
  }

  /** What is there all along had nothing before it but its first window. */
  private void startWith(PastSlos... slos) {
    start();
    inForce(slos);
    step(0, 100);
    past.answer(now);
    tick();
    assertThat(metrics.pasts("nothing_before").get() + metrics.pasts("counted").get())
        .isEqualTo(slos.length);
    alreadyCounted = metrics.pasts("counted").get();
  }

  static Stream<PastSlos> kinds() {
    PastSlos usual = PastSlos.standard();
    Period days =
        new Period.Calendar(
            LocalDateTime.parse("2026-01-01T00:00:00"), 1, ChronoUnit.DAYS, ZoneOffset.ofHours(1));
    Maintenance maintenance =
        new Maintenance(
            List.of(
                new TimeSpan(TestSlos.START.plusSeconds(1_800), TestSlos.START.plusSeconds(3_630))),
            List.of());
    return Stream.of(
        usual,
        usual.period(new Period.Rolling(Duration.ofHours(6))),
        usual.period(days),
        usual.maintenance(maintenance),
        usual.from(TestSlos.START.plusSeconds(6_005)),
        usual.method(
            new BudgetMethod.Timeslices(
                Duration.ofMinutes(1), new BigDecimal("0.98"), EmptySlices.GOOD)),
        usual.method(new BudgetMethod.RatioTimeslices(Duration.ofMinutes(5), EmptySlices.BAD)),
        usual.server("*/*/*/c*", FanOut.NONE));
  }

  /**
   * Early values, revisions on both sides of the cut, an answer that is not the newest: the same.
   */
  @ParameterizedTest
  @MethodSource("kinds")
  void itStandsAsIfItHadBeenThereAllAlong(PastSlos kind) {
    startWith(kind.named("always"));
    runAnyhowSeldom(Duration.ofHours(8));
    runAnyhow(Duration.ofMinutes(2));
    pass(Duration.ofMillis(4_000));
    inForce(kind.named("always"), kind.named("later"));
    revise(Duration.ofMinutes(59));
    runAnyhow(Duration.ofSeconds(30));
    assertThat(past.waiting).hasSize(1);
    revise(Duration.ofMinutes(59));
    past.answer(now);
    revise(Duration.ofSeconds(20));
    revise(Duration.ofMinutes(50));
    revise(Duration.ofMinutes(59));
    tick();
    step(1, 10);

    assertThat(metrics.pasts("counted").get()).isEqualTo(alreadyCounted + 1);
    assertSame("later", "always");
    runAnyhowSeldom(Duration.ofHours(2));
    assertSame("later", "always");
    restart();
    runAnyhow(Duration.ofMinutes(1));
    assertSame("later", "always");
  }

  /** Before it asked, while it waited, and before what was put in place was all there was. */
  @Test
  void killedAtAnyMoment_nothingCountsTwice() {
    startWith(ALWAYS);
    runAnyhowSeldom(Duration.ofHours(3));
    inForce(ALWAYS, LATER);
    // Its first window comes with the restart: nobody asked yet.
    pass(Duration.ofMillis(100));
    revise(Duration.ofMinutes(20));
    past.waiting.clear();
    restart();
    runAnyhow(Duration.ofMinutes(2));
    assertThat(past.waiting).as("asked again").hasSize(1);
    past.answer(now);
    // Answered, and nobody took it.
    restart();
    runAnyhow(Duration.ofMinutes(1));
    assertThat(past.waiting).as("and again").hasSize(1);
    assertThat(metrics.pasts("counted").get()).isEqualTo(alreadyCounted);
    past.answer(now);
    tick();
    assertThat(metrics.pasts("counted").get()).isEqualTo(alreadyCounted + 1);
    restart();
    runAnyhow(Duration.ofMinutes(1));

    assertThat(past.waiting).as("it is in").isEmpty();
    assertSame("later", "always");
  }

  /** Half a minute of errors is half of all that it saw, and a thousandth of what there was. */
  @Test
  void rulesWaitForThePast() {
    startWith(ALWAYS);
    runSeldom(Duration.ofHours(2), 0, 10_000);
    inForce(ALWAYS, LATER);
    run(Duration.ofSeconds(30), 50, 100);
    run(Duration.ofSeconds(20), 0, 100);
    assertThat(changes("later")).isEmpty();
    assertThat(status("later").getPartial()).isTrue();
    past.answer(now);
    run(Duration.ofMinutes(1), 0, 100);

    assertSame("later", "always");
    assertThat(changes("later")).noneMatch(AlertState::getOpen);
  }

  /** An archive that does not answer must not keep an outage secret. */
  @Test
  void butNotForLong() {
    startWith(ALWAYS);
    run(Duration.ofMinutes(10), 0, 100);
    inForce(ALWAYS, LATER);
    run(Duration.ofSeconds(50), 100, 100);
    assertThat(changes("later")).isEmpty();
    run(Duration.ofSeconds(20), 100, 100);

    assertThat(changes("later")).anyMatch(AlertState::getOpen);
    assertThat(changes("later")).allMatch(AlertState::getPartial);
    past.answer(now);
    run(Duration.ofSeconds(20), 100, 100);
    assertSame("later", "always");
  }

  /** A bad night two days ago: of it the budget tells, and nobody is woken. */
  @Test
  void anOldOutageIsInTheBudgetAndPagesNobody() {
    start();
    runSeldom(Duration.ofMinutes(30), 1_000, 1_000);
    runSeldom(Duration.ofHours(13), 0, 1_000);
    inForce(LATER);
    step(0, 100);
    past.answer(now);
    run(Duration.ofMinutes(1), 0, 100);

    assertThat(status("later").getInPeriod().getBad()).isEqualTo(2_000);
    assertThat(status("later").getBudgetLeft()).isBetween(0.9, 0.95);
    assertThat(changes("later")).noneMatch(AlertState::getOpen);
  }

  /** The archive is slow, or the stream far ahead: last values of that time are forgotten. */
  @Test
  void anAnswerThatIsTooOldIsAskedForAgain() {
    startWith(ALWAYS);
    runAnyhowSeldom(Duration.ofHours(3));
    inForce(ALWAYS, LATER);
    runAnyhowSeldom(Duration.ofMinutes(45));
    past.answer(now);
    runAnyhow(Duration.ofSeconds(10));
    assertThat(metrics.pasts("asked_again").get()).isEqualTo(1);
    runAnyhow(Duration.ofSeconds(20));
    past.answer(now);
    runAnyhow(Duration.ofSeconds(10));

    assertThat(metrics.pasts("counted").get()).isEqualTo(alreadyCounted + 1);
    assertSame("later", "always");
  }

  /** The archive was thrown away: what an objective counted itself is more. */
  @Test
  void whoCountedForLongerThanTheArchiveKeepsThat() {
    start();
    archiving = false;
    inForce(LATER);
    runSeldom(Duration.ofHours(3), 1, 100);
    archiving = true;
    runSeldom(Duration.ofMinutes(90), 1, 100);
    past.answer(now);
    run(Duration.ofSeconds(10), 1, 100);

    assertThat(metrics.pasts("nothing_before").get()).isEqualTo(1);
    assertThat(status("later").getInPeriod().getTotal()).isEqualTo(100 * (4 * 3 + 6 + 1));
  }

  /** Nothing comes any more, and what there was is shown all the same. */
  @Test
  void withoutAnythingLiveTheArchiveSaysWhatThereIs() {
    for (int i = 0; i < 600; i++) {
      past.archive.put(PastSlos.window("checkout", now.plusSeconds(10L * i), 1, 10, 0));
    }
    now = now.plusSeconds(6_000 + 600);
    start();
    inForce(LATER);
    tick();
    tick();
    past.answer(now);
    tick();
    tick();

    assertThat(status("later").getInPeriod().getBad()).isEqualTo(600);
    assertThat(Instant.ofEpochSecond(0, status("later").getUpdatedNs()))
        .isEqualTo(TestSlos.START.plusSeconds(6_000));
  }

  /** A nightly job is an objective by day as well. */
  @Test
  void aMatchWithoutTrafficIsThereToo() {
    PastSlos each = PastSlos.standard().named("each").server("c1/shop/*/*", FanOut.SERVICE);
    past.archive.put(PastSlos.window("night-job", now.minus(Duration.ofHours(9)), 1, 10, 0));
    past.archive.put(PastSlos.window("removed", now.minus(Duration.ofDays(8)), 1, 10, 0));
    start();
    inForce(each);
    run(Duration.ofSeconds(30), 1, 100);
    past.answer(now);
    run(Duration.ofSeconds(30), 1, 100);
    past.answer(now);
    run(Duration.ofSeconds(30), 1, 100);

    look();
    assertThat(statuses.keySet())
        .containsExactlyInAnyOrder(
            "each[c1/shop/Deployment/checkout]",
            "each[c1/shop/Deployment/cart]",
            "each[c1/shop/Deployment/night-job]");
    assertThat(status("each[c1/shop/Deployment/night-job]").getInPeriod().getTotal()).isEqualTo(10);
  }

  /** The selector is another one: so is its past. */
  @Test
  void whatCountsAnewGetsItsPastAnew() {
    startWith(LATER);
    runSeldom(Duration.ofHours(2), 0, 100);
    PastSlos both = LATER.server("*/*/*/c*", FanOut.NONE);
    inForce(both, both.named("always"));
    run(Duration.ofSeconds(20), 0, 100);
    assertThat(past.waiting).hasSize(2);
    past.answer(now);
    run(Duration.ofSeconds(20), 0, 100);

    assertThat(status("later").getInPeriod().getTotal()).isGreaterThan(107 * 8);
    assertSame("later", "always");
  }

  /** Of seven days no hours are kept, and thirty days are made of hours. */
  @Test
  void longerWindowsThanBeforeGetTheirPast() {
    BurnRule page = BurnRule.ofFactor("page", 14.4, Duration.ofHours(1), Duration.ofMinutes(5));
    PastSlos week = LATER.period(new Period.Rolling(Duration.ofDays(7))).rules(List.of(page));
    PastSlos month = week.period(new Period.Rolling(Duration.ofDays(30)));
    startWith(month.named("always"), week);
    runSeldom(Duration.ofHours(2), 1, 100);
    inForce(month.named("always"), month);
    run(Duration.ofSeconds(20), 1, 100);
    assertThat(past.waiting).hasSize(1);
    past.answer(now);
    run(Duration.ofSeconds(20), 1, 100);

    assertSame("later", "always");
  }

  @Test
  void anotherTargetNeedsNoPast() {
    startWith(LATER);
    run(Duration.ofMinutes(2), 0, 100);
    Slo slo = LATER.build();
    catalogue.replace(
        List.of(
            new Slo(
                slo.id(),
                slo.service(),
                Map.of("team", "shop"),
                slo.selector(),
                slo.objective(),
                slo.rules(),
                slo.maintenance(),
                slo.from())));
    run(Duration.ofMinutes(2), 0, 100);

    assertThat(past.waiting).isEmpty();
  }
}
