package io.weir.streams.flink;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.hubble.flow.Flow;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.Gap;
import io.weir.streams.JobsMetrics;
import io.weir.streams.TestFlows;
import io.weir.streams.coverage.CoverageCounts;
import io.weir.streams.coverage.GapCounts;
import io.weir.streams.drop.DropCounts;
import io.weir.streams.drop.DropDelta;
import io.weir.streams.edge.EdgeCounts;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.window.WindowSize;
import io.weir.streams.window.Windows;
import io.weir.streams.window.Windows.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows of drops: their baseline, and how complete they are. */
class DropWindowsTest {
  private static final long T0_MS = T0 / 1_000_000;
  private static final Flow DENIED =
      TestFlows.syn().toBuilder().setVerdictValue(2).setDropReasonDescValue(133).build();

  private KeyedTwoInputStreamOperatorTestHarness<String, DropDelta, Incomplete, Upsert> harness;
  private long nowMs = 100_000;
  private long seq;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
    harness.setProcessingTime(nowMs);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, DropDelta, Incomplete, Upsert>
      harness() throws Exception {
    DropFold fold = new DropFold();
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<String, DropDelta, Incomplete, Upsert>(
            new CoveredWindows<DropDelta, DropCounts>(
                fold,
                new Windows(Duration.ofMinutes(15), Duration.ofMinutes(1)),
                new UpsertWindows.Limits("drops", Duration.ofSeconds(1), 100),
                JobsMetrics.Ref.NOOP),
            fold::key,
            incomplete -> "",
            Types.STRING);
    harness.setup(new FormatSerializer<>(new UpsertFormat()));
    return harness;
  }

  private void drop(long atNs) throws Exception {
    DropDelta delta = DropDelta.of(TestFlows.event(DENIED, atNs, ++seq)).orElseThrow();
    harness.processElement1(new StreamRecord<>(delta));
  }

  private void missing(WindowSize size, long startNs, long lost) throws Exception {
    harness.processElement2(
        new StreamRecord<>(
            new Incomplete(
                new Window(size, startNs),
                CoverageCounts.gap(
                    new GapCounts.Cause("node-3", "hubble", "overrun"),
                    new GapCounts(lost, startNs, startNs)))));
  }

  private void tick() throws Exception {
    nowMs += 10_000;
    harness.setProcessingTime(nowMs);
  }

  private void watermark(long ms) throws Exception {
    harness.processWatermark1(new org.apache.flink.streaming.api.watermark.Watermark(ms));
    harness.processWatermark2(new org.apache.flink.streaming.api.watermark.Watermark(ms));
  }

  /** The last record of each window of one size, by seconds after T0. */
  private Map<Long, DropWindow> records(WindowSize size) throws MalformedEventException {
    Map<Long, DropWindow> records = new HashMap<>();
    for (Upsert upsert : harness.extractOutputValues()) {
      DropWindow drop = Codecs.drops().decode(upsert.value());
      if (drop.getWindow().getLengthNs() == size.lengthNs()) {
        records.put((drop.getWindow().getStartNs() - T0) / SECOND, drop);
      }
    }
    return records;
  }

  private static String baseline(DropWindow drop) {
    return drop.getBaselineCount() + "/" + drop.getBaselineWindows();
  }

  @Test
  void groupIsNewInItsFirstWindowAndThenComparedWithItself() throws Exception {
    drop(T0);
    drop(T0 + SECOND);
    drop(T0 + 10 * SECOND);
    drop(T0 + 30 * SECOND);
    tick();
    Map<Long, DropWindow> records = records(WindowSize.TEN_SECONDS);
    assertThat(baseline(records.get(0L))).isEqualTo("0/0");
    assertThat(baseline(records.get(10L))).isEqualTo("2/1");
    assertThat(baseline(records.get(30L))).isEqualTo("3/3");
    assertThat(records.get(0L).getSampleFlowsList()).hasSize(2);
  }

  @Test
  void lateDropRevisesTheBaselineOfTheWindowsAfterIt() throws Exception {
    drop(T0 + 20 * SECOND);
    tick();
    assertThat(baseline(records(WindowSize.TEN_SECONDS).get(20L))).isEqualTo("0/0");
    drop(T0);
    tick();
    assertThat(baseline(records(WindowSize.TEN_SECONDS).get(20L))).isEqualTo("1/2");
  }

  @Test
  void forgottenWindowStillCountsForTheBaselineUntilItIsTooOld() throws Exception {
    drop(T0);
    watermark(T0_MS + 17 * 60_000);
    long later = 250;
    drop(T0 + later * SECOND);
    tick();
    assertThat(records(WindowSize.TEN_SECONDS)).containsKey(0L);
    assertThat(baseline(records(WindowSize.TEN_SECONDS).get(later))).isEqualTo("1/25");
    drop(T0 + 17 * 60 * SECOND);
    tick();
    assertThat(baseline(records(WindowSize.MINUTE).get(17 * 60 - 20L)))
        .as("two windows before, 17 and 13 min ago")
        .isEqualTo("2/17");
    watermark(T0_MS + 40L * 3_600_000);
    assertThat(harness.numKeyedStateEntries()).as("nothing is kept for ever").isZero();
  }

  /** What a replay gives must not depend on how the partitions were interleaved. */
  @Test
  void recordsDoNotDependOnTheOrderOfArrival() throws Exception {
    List<Long> times = new ArrayList<>();
    Random random = new Random(17);
    for (int i = 0; i < 60; i++) {
      times.add(T0 + random.nextInt(300) * SECOND);
    }
    Map<Long, String> first = counts(times);
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(times, random);
      close();
      open();
      assertThat(counts(times)).isEqualTo(first);
    }
  }

  private Map<Long, String> counts(List<Long> times) throws Exception {
    for (int i = 0; i < times.size(); i++) {
      drop(times.get(i));
      if (i % 7 == 0) {
        tick();
      }
    }
    tick();
    Map<Long, String> counts = new HashMap<>();
    records(WindowSize.TEN_SECONDS)
        .forEach((at, drop) -> counts.put(at, drop.getCount() + " of " + baseline(drop)));
    return counts;
  }

  @Test
  void lossThatComesToLightLaterRewritesTheWindowsOfEveryKey() throws Exception {
    EdgeFold fold = new EdgeFold(true);
    try (var edges =
        new KeyedTwoInputStreamOperatorTestHarness<String, EdgeDelta, Incomplete, Upsert>(
            new CoveredWindows<EdgeDelta, EdgeCounts>(
                fold,
                new Windows(Duration.ofMinutes(15), Duration.ofMinutes(1)),
                new UpsertWindows.Limits("edges", Duration.ofSeconds(1), 100),
                JobsMetrics.Ref.NOOP),
            fold::key,
            incomplete -> "",
            Types.STRING)) {
      edges.setup(new FormatSerializer<>(new UpsertFormat()));
      edges.open();
      edges.setProcessingTime(100_000);
      for (EdgeDelta delta : TestFlows.deltas()) {
        edges.processElement1(new StreamRecord<>(delta));
      }
      edges.setProcessingTime(110_000);
      assertThat(slis(edges)).isNotEmpty().allSatisfy(sli -> assertThat(sli.getLost()).isZero());
      edges.getOutput().clear();

      edges.processElement2(
          new StreamRecord<>(
              new Incomplete(
                  new Window(WindowSize.TEN_SECONDS, T0),
                  CoverageCounts.gap(
                      new GapCounts.Cause("node-3", "hubble", "overrun"),
                      new GapCounts(37, T0, T0 + SECOND)))));
      edges.setProcessingTime(120_000);
      assertThat(slis(edges))
          .isNotEmpty()
          .allSatisfy(
              sli -> {
                assertThat(sli.getLost()).isEqualTo(37);
                assertThat(sli.getWindow().getLengthNs()).isEqualTo(10 * SECOND);
                assertThat(sli.getCoverage().getGapsList())
                    .extracting(Gap::getNode, Gap::getStage, Gap::getLost)
                    .containsExactly(
                        org.assertj.core.api.Assertions.tuple("node-3", "hubble", 37L));
              });
    }
    missing(WindowSize.TEN_SECONDS, T0, 1);
    assertThat(harness.extractOutputValues()).as("no key has that window").isEmpty();
  }

  private static List<io.weir.series.v1.SliWindow> slis(
      KeyedTwoInputStreamOperatorTestHarness<String, EdgeDelta, Incomplete, Upsert> edges)
      throws MalformedEventException {
    List<io.weir.series.v1.SliWindow> slis = new ArrayList<>();
    for (Upsert upsert : edges.extractOutputValues()) {
      if (upsert.topic() == io.weir.topic.Topic.SLIS) {
        slis.add(Codecs.slis().decode(upsert.value()));
      }
    }
    return slis;
  }
}
