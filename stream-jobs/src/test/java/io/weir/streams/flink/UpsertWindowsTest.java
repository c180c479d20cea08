package io.weir.streams.flink;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.series.v1.SliWindow;
import io.weir.streams.JobsMetrics;
import io.weir.streams.sli.SliDelta;
import io.weir.streams.sli.SliTally;
import io.weir.streams.window.WindowSize;
import io.weir.streams.window.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpsertWindowsTest {
  private static final String PROBE = "shop/web/readiness";
  private static final int KEYS_MAX = 3;
  private static final long T0_MS = T0 / 1_000_000;

  private KeyedOneInputStreamOperatorTestHarness<String, SliDelta, Upsert> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
    harness.setProcessingTime(100_000);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, SliDelta, Upsert> harness()
      throws Exception {
    return harness(Course.LIVE);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, SliDelta, Upsert> harness(
      Course course) throws Exception {
    ProbeFold fold = new ProbeFold();
    Windows windows = new Windows(course.lateness(Duration.ofMinutes(15)), Duration.ofMinutes(1));
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<String, SliDelta, Upsert>(
            new UpsertWindows<>(
                fold,
                windows,
                new UpsertWindows.Limits("probes", Duration.ofSeconds(1), KEYS_MAX, course),
                JobsMetrics.Ref.NOOP),
            fold::key,
            Types.STRING);
    harness.setup(new FormatSerializer<>(new UpsertFormat()));
    return harness;
  }

  private void see(long atNs, boolean success) throws Exception {
    harness.processElement(new SliDelta(PROBE, atNs, SliTally.probe(success)), 0);
  }

  /** What was written since the last call, of one size, as {@code start good/total}. */
  private List<String> written(WindowSize size) throws MalformedEventException {
    List<String> records = new ArrayList<>();
    for (Upsert upsert : harness.extractOutputValues()) {
      SliWindow sli = Codecs.slis().decode(upsert.value());
      if (sli.getWindow().getLengthNs() == size.lengthNs()) {
        records.add(
            (sli.getWindow().getStartNs() - T0) / SECOND
                + "s "
                + sli.getGood()
                + "/"
                + sli.getTotal());
      }
    }
    return records;
  }

  private void forgetOutput() {
    harness.getOutput().clear();
  }

  @Test
  void changedWindowIsWrittenWithinASecondThoughNoWatermarkPasses() throws Exception {
    see(T0, true);
    see(T0 + SECOND, false);
    assertThat(harness.extractOutputValues()).isEmpty();
    harness.setProcessingTime(101_000);
    assertThat(written(WindowSize.TEN_SECONDS)).containsExactly("0s 1/2");
    harness.setProcessingTime(106_000);
    assertThat(written(WindowSize.MINUTE)).containsExactly("-20s 1/2");
    assertThat(written(WindowSize.HOUR)).containsExactly("-800s 1/2");
  }

  @Test
  void replayWritesEachWindowOfItsRangeOnceAndOnlyAtTheEnd() throws Exception {
    harness.close();
    harness = harness(Course.replay(T0, T0 + 20 * SECOND));
    harness.open();
    harness.setProcessingTime(100_000);
    see(T0, true);
    see(T0 + 12 * SECOND, true);
    see(T0 + 25 * SECOND, true);
    see(T0 + SECOND, false);
    harness.setProcessingTime(900_000);
    harness.processWatermark(T0_MS + 10_000_000);
    see(T0 + 2 * SECOND, true);
    assertThat(harness.extractOutputValues()).isEmpty();
    harness.processWatermark(Long.MAX_VALUE);
    assertThat(written(WindowSize.TEN_SECONDS)).containsExactlyInAnyOrder("0s 2/3", "10s 1/1");
    // Its hour and minute began before the range.
    assertThat(harness.extractOutputValues()).hasSize(2);
  }

  @Test
  void unchangedWindowIsNotWrittenAgain() throws Exception {
    see(T0, true);
    harness.setProcessingTime(110_000);
    forgetOutput();
    harness.setProcessingTime(200_000);
    harness.processWatermark(T0_MS + 20_000);
    assertThat(harness.extractOutputValues()).isEmpty();
  }

  @Test
  void correctionThatCancelsOutIsNotWritten() throws Exception {
    see(T0, true);
    harness.setProcessingTime(110_000);
    forgetOutput();
    see(T0, false);
    SliTally minus =
        new SliTally(
            java.util.Map.of(
                io.weir.streams.sli.Indicator.PROBE, new io.weir.streams.sli.SliCounts(0, -1)));
    harness.processElement(new SliDelta(PROBE, T0, minus), 0);
    harness.setProcessingTime(120_000);
    assertThat(harness.extractOutputValues()).isEmpty();
  }

  @Test
  void watermarkThatClosesAWindowWritesIt() throws Exception {
    see(T0, true);
    harness.processWatermark(T0_MS + 9_998);
    assertThat(written(WindowSize.TEN_SECONDS)).isEmpty();
    harness.processWatermark(T0_MS + 9_999);
    assertThat(written(WindowSize.TEN_SECONDS)).containsExactly("0s 1/1");
    assertThat(written(WindowSize.HOUR)).isEmpty();
  }

  @Test
  void lateDeltaRevisesTheWholeWindow() throws Exception {
    see(T0, true);
    harness.processWatermark(T0_MS + 10 * 60_000);
    forgetOutput();
    see(T0 + 5 * SECOND, false);
    harness.setProcessingTime(110_000);
    assertThat(written(WindowSize.TEN_SECONDS)).containsExactly("0s 1/2");
    assertThat(written(WindowSize.MINUTE)).containsExactly("-20s 1/2");
  }

  /** A sum begun anew would overwrite the complete record with one event. */
  @Test
  void deltaForAForgottenWindowDoesNotOverwriteItsRecord() throws Exception {
    see(T0, true);
    harness.processWatermark(T0_MS + 17 * 60_000);
    assertThat(written(WindowSize.TEN_SECONDS)).containsExactly("0s 1/1");
    forgetOutput();
    see(T0, false);
    harness.setProcessingTime(110_000);
    assertThat(written(WindowSize.TEN_SECONDS)).isEmpty();
    assertThat(written(WindowSize.HOUR)).containsExactly("-800s 1/2");
  }

  @Test
  void stateIsGivenBackAfterTheLastWindow() throws Exception {
    see(T0, true);
    assertThat(harness.numKeyedStateEntries()).isPositive();
    harness.setProcessingTime(110_000);
    harness.processWatermark(T0_MS + 2 * 3_600_000);
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void restoreGoesOnWithTheSumsAndWritesWhatWasNotWritten() throws Exception {
    see(T0, true);
    OperatorSubtaskState checkpoint = harness.snapshot(1, 0);
    see(T0, false);
    harness.close();

    harness = harness();
    harness.initializeState(checkpoint);
    harness.open();
    harness.setProcessingTime(150_000);
    assertThat(written(WindowSize.TEN_SECONDS)).containsExactly("0s 1/1");
    see(T0, false);
    see(T0, false);
    harness.setProcessingTime(160_000);
    assertThat(written(WindowSize.TEN_SECONDS)).containsExactly("0s 1/1", "0s 1/3");
  }

  private List<Partial<SliTally>> overflow() {
    var records = harness.getSideOutput(UpsertWindows.overflow(new ProbeFold()));
    return records == null ? List.of() : records.stream().map(record -> record.getValue()).toList();
  }

  private void seeProbe(String probe) throws Exception {
    harness.processElement(new SliDelta(probe, T0, SliTally.probe(true)), 0);
  }

  @Test
  void keysBeyondTheLimitGoAsideWindowByWindow() throws Exception {
    for (int i = 0; i < KEYS_MAX; i++) {
      seeProbe("p" + i);
    }
    assertThat(overflow()).isEmpty();
    seeProbe("one too many");
    seeProbe("p0");
    assertThat(overflow())
        .extracting(Partial::key, partial -> partial.window().size(), Partial::addend)
        .containsExactlyInAnyOrder(
            tuple("other", WindowSize.TEN_SECONDS, SliTally.probe(true)),
            tuple("other", WindowSize.MINUTE, SliTally.probe(true)),
            tuple("other", WindowSize.HOUR, SliTally.probe(true)));
    // The next window has room again, the hour has not.
    harness.processElement(new SliDelta("one too many", T0 + 60 * SECOND, SliTally.probe(true)), 0);
    assertThat(overflow()).hasSize(4);
  }

  @Test
  void limitHoldsAfterARestoreAndEndsWithTheWindow() throws Exception {
    for (int i = 0; i < KEYS_MAX; i++) {
      seeProbe("p" + i);
    }
    OperatorSubtaskState checkpoint = harness.snapshot(1, 0);
    harness.close();
    harness = harness();
    harness.initializeState(checkpoint);
    harness.open();
    seeProbe("one too many");
    assertThat(overflow()).hasSize(3);
  }
}
