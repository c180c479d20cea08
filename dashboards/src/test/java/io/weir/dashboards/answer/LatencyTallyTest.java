package io.weir.dashboards.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.google.protobuf.ByteString;
import io.weir.dashboards.TestWindows;
import org.junit.jupiter.api.Test;

class LatencyTallyTest {
  @Test
  void mergesSketchesInsteadOfAveragingPercentiles() {
    // 1 to 50 ms in one window, 51 to 100 ms in the next: the average of both p99 would be 74 ms.
    DDSketch early = DDSketches.unboundedDense(0.01);
    DDSketch late = DDSketches.logarithmicCollapsingLowestDense(0.01, 2048);
    DDSketch alike = DDSketches.unboundedDense(0.01);
    for (int ms = 1; ms <= 50; ms++) {
      early.accept(ms / 1000.0);
      alike.accept((ms + 50) / 1000.0);
    }
    LatencyTally tally = new LatencyTally();
    tally.add(TestWindows.encoded(early));
    tally.add(TestWindows.encoded(alike));

    Latency latency = tally.toLatency().orElseThrow();
    assertThat(latency.count()).isEqualTo(100);
    assertThat(latency.p50Ms()).isCloseTo(50, within(1.0));
    assertThat(latency.p95Ms()).isCloseTo(95, within(1.5));
    assertThat(latency.p99Ms()).isCloseTo(99, within(1.5));

    late.accept(1);
    tally.add(TestWindows.encoded(late));
    assertThat(tally.toLatency().orElseThrow().count())
        .as("another mapping is left out")
        .isEqualTo(100);
  }

  /** The mapping that the jobs use, over the whole span of latencies that they keep. */
  @Test
  void keepsSmallLatenciesApartFromLargeOnes() {
    DDSketch sketch = DDSketches.logarithmicUnboundedDense(0.005);
    for (int i = 0; i < 60; i++) {
      sketch.accept(1e-6);
    }
    sketch.accept(3600, 40);
    LatencyTally tally = new LatencyTally();
    tally.add(TestWindows.encoded(sketch));

    Latency latency = tally.toLatency().orElseThrow();
    assertThat(latency.p50Ms()).isCloseTo(0.001, within(1e-5));
    assertThat(latency.p99Ms()).isCloseTo(3_600_000, within(36_000.0));
  }

  @Test
  void hasNoLatencyWithoutSketches() {
    LatencyTally tally = new LatencyTally();
    tally.add(ByteString.EMPTY);
    assertThat(tally.toLatency()).isEmpty();
  }

  @Test
  void leavesOutWhatIsNotASketch() {
    LatencyTally tally = new LatencyTally();
    tally.add(TestWindows.sketch(3, 0.02));
    tally.add(ByteString.copyFromUtf8("not a sketch"));
    assertThat(tally.toLatency().orElseThrow().count()).isEqualTo(3);
  }
}
