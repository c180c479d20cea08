package io.weir.alerting.kstreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.alerting.history.PastCounts;
import io.weir.alerting.slo.IndicatorSelector.FanOut;
import io.weir.alerting.slo.Slo;
import io.weir.codec.Codecs;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.SloStatus;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code weir slo} shows between two changes. */
class SloStatusTest {
  private static final Slo CHECKOUT = TestSlos.slo("checkout", "*/*/*/checkout", FanOut.NONE);

  @TempDir Path directory;

  private final SloCatalogue catalogue = new SloCatalogue();
  private Instant now = TestSlos.START;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> slis;
  private TestOutputTopic<String, byte[]> statuses;

  @BeforeEach
  void start() {
    AlertStreamsConfig config = AlertStreamsConfig.DEFAULT.at("127.0.0.1:1", directory);
    driver =
        new TopologyTestDriver(
            AlertTopology.of(
                catalogue,
                config,
                new AlertStreamsMetrics(new PrometheusRegistry()),
                PastCounts.NONE),
            AlertStreams.properties(config),
            now);
    slis =
        driver.createInputTopic(
            Topic.SLIS.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
    statuses =
        driver.createOutputTopic(
            Topic.SLO_STATUS.topicName(), new StringDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  /** Ten seconds pass, and their window is published at their end. */
  private void step(long bad, long total) {
    var window = TestSlos.window("checkout", now, bad, total);
    now = now.plusSeconds(10);
    driver.advanceWallClockTime(Duration.ofSeconds(10));
    slis.pipeInput(TopicKeys.sli(window), Codecs.slis().encode(window), now);
    driver.advanceWallClockTime(Duration.ofMillis(500));
    now = now.plusMillis(500);
    driver.advanceWallClockTime(Duration.ofMillis(9_500));
    now = Instant.ofEpochSecond(now.getEpochSecond() / 10 * 10);
  }

  private static SloStatus decode(KeyValue<String, byte[]> record) throws Exception {
    return Codecs.sloStatus().decode(record.value);
  }

  @Test
  void everyTenSecondsHowItStands() throws Exception {
    catalogue.replace(List.of(CHECKOUT));
    for (int i = 0; i < 60; i++) {
      step(i < 57 ? 0 : 15, 1_000);
    }

    List<KeyValue<String, byte[]>> records = statuses.readKeyValuesToList();
    assertThat(records).hasSizeBetween(60, 70).allMatch(record -> record.key.equals("checkout"));
    SloStatus status = decode(records.get(records.size() - 1));
    assertThat(status.getSlo()).isEqualTo("checkout");
    assertThat(status.getIndicator()).isEqualTo("http-availability");
    assertThat(status.getObjective()).isEqualTo(0.999);
    assertThat(status.getInPeriod().getBad()).isEqualTo(45);
    assertThat(status.getInPeriod().getTotal()).isEqualTo(60_000);
    assertThat(status.getPartial()).as("ten minutes of thirty days").isTrue();
    assertThat(status.getBurnList())
        .extracting(burn -> Duration.ofNanos(burn.getWindowNs()))
        .isSorted()
        .startsWith(Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(1));
    assertThat(status.getBurn(0).getTally().getTotal()).isEqualTo(30_000);
    assertThat(status.getBurn(0).getRate()).isCloseTo(1.5, within(1e-9));
    assertThat(status.getBurn(2).getRate()).isCloseTo(0.75, within(1e-9));
    assertThat(status.getState()).isEqualTo(AlertState.State.OK);
    assertThat(status.getBudgetingMethod()).isEqualTo("Occurrences");
    assertThat(status.getSelector())
        .as("who wants its past knows what it counts")
        .isEqualTo(
            SloStatus.Selector.newBuilder().setServer("*/*/*/checkout").setFanOut("NONE").build());
  }

  @Test
  void theWorstOfItsRulesAndWhatIsOpen() throws Exception {
    catalogue.replace(List.of(CHECKOUT));
    for (int i = 0; i < 60; i++) {
      step(500, 1_000);
    }
    SloStatus status = SloStatus.getDefaultInstance();
    for (KeyValue<String, byte[]> record : statuses.readKeyValuesToList()) {
      status = decode(record);
    }
    assertThat(status.getState()).isEqualTo(AlertState.State.FIRING);
    assertThat(status.getOpenList())
        .containsExactly("page-1h", "page-6h", "ticket-1d", "ticket-3d");
    assertThat(status.getBudgetLeft())
        .as("half of ten minutes of thirty days, at 1 in 1000")
        .isCloseTo(1 - 0.5 * 600 / 2_592_000 / 0.001, within(1e-3));
  }

  @Test
  void whatIsNoObjectiveAnyMoreIsWithdrawn() throws Exception {
    catalogue.replace(List.of(CHECKOUT));
    step(0, 1_000);
    statuses.readKeyValuesToList();
    catalogue.replace(List.of());
    step(0, 1_000);
    assertThat(statuses.readKeyValuesToList())
        .singleElement()
        .isEqualTo(KeyValue.pair("checkout", null));
  }
}
