package io.weir.alerting.kstreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.alerting.burn.Counts;
import io.weir.alerting.burn.Level;
import io.weir.alerting.history.PastCounts;
import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Guard;
import io.weir.alerting.slo.IndicatorSelector.FanOut;
import io.weir.alerting.slo.NoDataPolicy;
import io.weir.alerting.slo.NoDataPolicy.Silence;
import io.weir.alerting.slo.Slo;
import io.weir.codec.Codecs;
import io.weir.series.v1.SliWindow;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.AlertState.State;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertTopologyTest {
  private static final Duration STEP = Duration.ofSeconds(10);
  private static final Slo CHECKOUT =
      TestSlos.slo("checkout", "*/*/*/checkout", FanOut.NONE, TestSlos.page(), TestSlos.START);

  @TempDir Path directory;
  private final SloCatalogue catalogue = new SloCatalogue();
  private final AlertStreamsMetrics metrics = new AlertStreamsMetrics(new PrometheusRegistry());
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> slis;
  private TestOutputTopic<byte[], byte[]> alerts;
  private Instant now = TestSlos.START;

  @BeforeEach
  void start() {
    AlertStreamsConfig config = AlertStreamsConfig.DEFAULT.at("127.0.0.1:1", directory);
    driver =
        new TopologyTestDriver(
            AlertTopology.of(catalogue, config, metrics, PastCounts.NONE),
            AlertStreams.properties(config),
            now);
    slis =
        driver.createInputTopic(
            Topic.SLIS.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
    alerts =
        driver.createOutputTopic(
            Topic.ALERTS.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private void send(SliWindow window) {
    slis.pipeInput(TopicKeys.sli(window), Codecs.slis().encode(window), now);
  }

  /** The present ten seconds pass, and their window is published. */
  private void step(String service, long bad, long total) {
    Instant start = Instant.ofEpochSecond(now.getEpochSecond() / 10 * 10);
    pass(Duration.between(now, start.plusMillis(9_500)));
    send(TestSlos.window(service, start, bad, total));
    tick();
  }

  private void run(Duration duration, long bad, long total) {
    for (Instant end = now.plus(duration); now.isBefore(end); ) {
      step("checkout", bad, total);
    }
  }

  private void pass(Duration duration) {
    now = now.plus(duration);
    driver.advanceWallClockTime(duration);
  }

  /** The next look at the clock. */
  private void tick() {
    pass(Duration.ofMillis(500));
  }

  private List<AlertState> changes() {
    List<AlertState> changes = new ArrayList<>();
    for (KeyValue<byte[], byte[]> record : alerts.readKeyValuesToList()) {
      try {
        AlertState alert = Codecs.alerts().decode(record.value);
        assertThat(record.key).isEqualTo(TopicKeys.utf8(alert.getFingerprint()));
        changes.add(alert);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return changes;
  }

  private Counts stored(String id, Level level) {
    KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(BurnProcessor.STATE);
    Counts sum = Counts.NONE;
    byte[] idBytes = BurnKeys.idBytes(id);
    try (KeyValueIterator<Bytes, byte[]> all =
        store.range(BurnKeys.from(idBytes), BurnKeys.to(idBytes))) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> entry = all.next();
        if (BurnKeys.kind(entry.key) == BurnKeys.BUCKET && BurnKeys.levelOf(entry.key) == level) {
          sum = sum.plus(BurnValues.counts(entry.value));
        }
      }
    }
    return sum;
  }

  @Test
  void anOutageFiresAndItsEndResolves() {
    catalogue.replace(List.of(CHECKOUT));
    run(Duration.ofMinutes(5), 0, 1000);
    Instant begin = now;
    run(Duration.ofMinutes(2), 100, 1000);
    run(Duration.ofMinutes(6), 0, 1000);

    List<AlertState> changes = changes();
    assertThat(changes)
        .extracting(AlertState::getState)
        .containsExactly(State.INCREASING, State.FIRING, State.RECOVERING);
    AlertState firing = changes.get(1);
    assertThat(firing.getSlo()).isEqualTo("checkout");
    assertThat(firing.getPolicy()).isEqualTo("page-1h");
    assertThat(firing.getSeverity()).isEqualTo("page");
    assertThat(firing.getOpen()).isTrue();
    assertThat(firing.getOpenedNs()).isEqualTo(firing.getUpdatedNs());
    assertThat(firing.getLongWindowNs()).isEqualTo(Duration.ofHours(1).toNanos());
    assertThat(firing.getInWindow().getBad()).isEqualTo(600);
    assertThat(firing.getBurnRate()).isCloseTo(600 / 36.0, within(1e-6));
    assertThat(firing.getPartial()).as("six minutes of an hour").isTrue();
    assertThat(Instant.ofEpochSecond(0, firing.getUpdatedNs())).isEqualTo(begin.plusSeconds(60));
    assertThat(changes.get(2).getOpen()).isFalse();
  }

  @Test
  void aWindowThatIsWrittenAgainReplacesItself() {
    catalogue.replace(List.of(CHECKOUT));
    run(Duration.ofMinutes(5), 0, 1000);
    Instant bad = now.minusSeconds(60);
    send(TestSlos.window("checkout", bad, 800, 1000));
    send(TestSlos.window("checkout", bad, 800, 1000));
    send(TestSlos.window("checkout", bad, 700, 1100));
    tick();
    assertThat(stored("checkout", Level.TEN_SECONDS)).isEqualTo(new Counts(700, 30_100, 0));
    assertThat(stored("checkout", Level.MINUTE))
        .as("no window of that level")
        .isEqualTo(Counts.NONE);
    assertThat(stored("checkout", Level.HOUR)).isEqualTo(new Counts(700, 30_100, 0));
    assertThat(changes()).last().extracting(AlertState::getState).isEqualTo(State.FIRING);

    send(TestSlos.window("checkout", bad, 0, 1000));
    tick();
    assertThat(stored("checkout", Level.HOUR)).isEqualTo(new Counts(0, 30_000, 0));
    assertThat(changes()).last().extracting(AlertState::getState).isEqualTo(State.OK);
  }

  @Test
  void aServiceOfItsOwnIsAnObjectiveOfItsOwn() {
    catalogue.replace(
        List.of(
            TestSlos.slo("all", "c1/shop/*/*", FanOut.SERVICE, TestSlos.page(), TestSlos.START)));
    for (int i = 0; i < 60; i++) {
      send(TestSlos.window("cart", now, 0, 1000));
      step("checkout", i < 30 ? 0 : 500, 1000);
    }

    assertThat(changes())
        .extracting(AlertState::getSlo)
        .containsOnly("all[c1/shop/Deployment/checkout]");
    assertThat(stored("all[c1/shop/Deployment/cart]", Level.HOUR))
        .isEqualTo(new Counts(0, 60_000, 0));
  }

  @Test
  void seriesOfOneObjectiveAddUp_andTheirLossIsOne() {
    catalogue.replace(
        List.of(
            TestSlos.slo("both", "c1/shop/*/c*", FanOut.NONE, TestSlos.page(), TestSlos.START)));
    send(TestSlos.window("cart", now, 1, 10).toBuilder().setLost(5).build());
    send(TestSlos.window("checkout", now, 2, 20).toBuilder().setLost(7).build());
    send(TestSlos.window("cart", now, 1, 10).toBuilder().setLost(7).build());
    send(TestSlos.window("frontend", now, 9, 90));

    assertThat(stored("both", Level.TEN_SECONDS)).isEqualTo(new Counts(3, 30, 7));
  }

  @Test
  void silenceIsNoticedThoughNothingComes() {
    NoDataPolicy alert = new NoDataPolicy(Silence.ALERT, Duration.ofMinutes(5), 0.5);
    AlertRules rules = new AlertRules(TestSlos.page().burn(), List.of(), Guard.NONE, alert, 0.9);
    catalogue.replace(
        List.of(TestSlos.slo("checkout", "*/*/*/checkout", FanOut.NONE, rules, TestSlos.START)));
    run(Duration.ofMinutes(10), 0, 1000);
    pass(Duration.ofMinutes(5));
    assertThat(changes()).as("patience").isEmpty();
    pass(Duration.ofSeconds(40));

    assertThat(changes())
        .extracting(AlertState::getPolicy, AlertState::getState)
        .containsExactly(tuple("page-1h", State.NO_DATA), tuple("no-data", State.FIRING));
    run(Duration.ofSeconds(10), 0, 1000);
    assertThat(changes()).last().extracting(AlertState::getOpen).isEqualTo(false);
  }

  /** An objective that no series matches is still somebody's objective. */
  @Test
  void anObjectiveThatNeverHadDataSaysSo() {
    catalogue.replace(List.of(CHECKOUT));
    pass(Duration.ofSeconds(1));
    pass(Duration.ofMinutes(11));

    assertThat(changes())
        .singleElement()
        .extracting(AlertState::getSlo, AlertState::getState)
        .containsExactly("checkout", State.NO_DATA);
  }

  @Test
  void anotherThresholdCountsOnWithWhatIsStored() {
    catalogue.replace(List.of(CHECKOUT));
    run(Duration.ofMinutes(5), 10, 1000);
    assertThat(changes()).as("a burn rate of 10").isEmpty();
    AlertRules stricter =
        new AlertRules(
            List.of(
                BurnRule.ofFactor("page", 6, Duration.ofHours(1), Duration.ofMinutes(5)),
                BurnRule.ofFactor("page", 6, Duration.ofHours(6), Duration.ofMinutes(30))),
            List.of(),
            Guard.NONE,
            NoDataPolicy.DEFAULT,
            0.9);
    catalogue.replace(
        List.of(TestSlos.slo("checkout", "*/*/*/checkout", FanOut.NONE, stricter, TestSlos.START)));
    run(STEP, 10, 1000);

    assertThat(changes())
        .extracting(AlertState::getPolicy, change -> change.getInWindow().getTotal())
        .containsExactly(tuple("page-1h", 30_000L), tuple("page-6h", 30_000L));
  }

  @Test
  void anObjectiveThatIsWithdrawnWithdrawsItsAlerts() {
    catalogue.replace(List.of(CHECKOUT));
    run(Duration.ofMinutes(5), 500, 1000);
    assertThat(changes()).last().extracting(AlertState::getState).isEqualTo(State.FIRING);
    catalogue.replace(List.of());
    pass(Duration.ofSeconds(1));

    assertThat(alerts.readKeyValuesToList())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(new String(record.key, StandardCharsets.UTF_8))
                  .isEqualTo(AlertRecords.fingerprint("checkout", "page-1h"));
              assertThat(record.value).isNull();
            });
    assertThat(stored("checkout", Level.TEN_SECONDS)).isEqualTo(Counts.NONE);
  }

  /** Its last state was an outage; nobody will ever see it recover. */
  @Test
  void aServiceThatIsGoneForDaysIsForgotten() {
    catalogue.replace(
        List.of(
            TestSlos.slo("all", "c1/shop/*/*", FanOut.SERVICE, TestSlos.page(), TestSlos.START)));
    run(Duration.ofMinutes(2), 500, 1000);
    pass(Duration.ofDays(6));
    assertThat(changes()).last().extracting(AlertState::getState).isEqualTo(State.FROZEN);
    pass(Duration.ofDays(2));

    assertThat(alerts.readKeyValuesToList())
        .singleElement()
        .satisfies(record -> assertThat(record.value).isNull());
    assertThat(stored("all[c1/shop/Deployment/checkout]", Level.HOUR)).isEqualTo(Counts.NONE);
  }

  /** The selector is another one: what was counted is not what is meant now. */
  @Test
  void anotherSelectorCountsAnew() {
    catalogue.replace(List.of(CHECKOUT));
    run(Duration.ofMinutes(1), 0, 1000);
    catalogue.replace(
        List.of(
            TestSlos.slo(
                "checkout", "*/shop/*/checkout", FanOut.NONE, TestSlos.page(), TestSlos.START)));
    Instant last = now.minusSeconds(10);
    send(TestSlos.window("checkout", last, 3, 1200));

    assertThat(stored("checkout", Level.TEN_SECONDS)).isEqualTo(new Counts(3, 1200, 0));
  }

  @Test
  void whatCountsForNothingIsCounted() {
    catalogue.replace(List.of(CHECKOUT));
    run(Duration.ofMinutes(1), 0, 1000);
    slis.pipeInput(new byte[] {1}, new byte[] {1, 2, 3}, now);
    send(TestSlos.window("checkout", now.minus(Duration.ofHours(2)), 1, 1));
    SliWindow minute =
        TestSlos.window("checkout", TestSlos.START, 1, 1).toBuilder()
            .setWindow(
                TestSlos.window("checkout", TestSlos.START, 1, 1).getWindow().toBuilder()
                    .setLengthNs(60_000_000_000L))
            .build();
    send(minute);

    assertThat(metrics.discarded("malformed").get()).isEqualTo(1);
    assertThat(metrics.discarded("too_late").get()).isEqualTo(1);
    assertThat(stored("checkout", Level.TEN_SECONDS)).isEqualTo(new Counts(0, 6_000, 0));
  }

  /** A node's clock is ten minutes ahead: its window waits, and takes nobody along. */
  @Test
  void aWindowFromTheFutureWaits() {
    catalogue.replace(List.of(CHECKOUT));
    run(Duration.ofMinutes(5), 0, 1000);
    send(TestSlos.window("checkout", now.plus(Duration.ofMinutes(9)), 5000, 5000));
    tick();
    // The tick has begun the ten seconds after.
    run(Duration.ofMinutes(9).minusMillis(500), 0, 1000);
    assertThat(changes()).isEmpty();
    assertThat(stored("checkout", Level.HOUR)).isEqualTo(new Counts(5_000, 89_000, 0));
    run(STEP, 5000, 5000);

    AlertState firing = changes().get(0);
    assertThat(firing.getState()).isEqualTo(State.FIRING);
    assertThat(firing.getInWindow().getTotal()).as("the same window, once").isEqualTo(89_000);
  }
}
