package io.weir.streams.coverage;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.EventHeader;
import io.weir.event.v1.Loss;
import io.weir.streams.coverage.GapCounts.Cause;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final EventHeader HEADER =
      EventHeader.newBuilder().setNode("node-3").setObservedAtNs(T0 + 99 * SECOND).build();
  private static final Cause CAUSE = new Cause("node-3", "hubble", "overrun");

  private static List<CoverageDelta> spread(long count, long firstNs, long lastNs) {
    return Losses.spread(
        HEADER,
        Loss.newBuilder()
            .setStage("hubble")
            .setReason("overrun")
            .setCount(count)
            .setFirstNs(firstNs)
            .setLastNs(lastNs)
            .build());
  }

  @Test
  void lossWithinOneWindowCountsThere() {
    assertThat(spread(37, T0 + SECOND, T0 + 4 * SECOND))
        .containsExactly(
            new CoverageDelta(
                T0 + SECOND,
                CoverageCounts.gap(CAUSE, new GapCounts(37, T0 + SECOND, T0 + 4 * SECOND))));
  }

  /** Five seconds before the border, fifteen after: ten of them in the next window. */
  @Test
  void lossOverThreeWindowsIsSpreadEvenly() {
    assertThat(spread(40, T0 + 5 * SECOND, T0 + 25 * SECOND - 1))
        .extracting(delta -> (delta.timeNs() - T0) / SECOND, delta -> delta.counts().lost())
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(5L, 10L),
            org.assertj.core.api.Assertions.tuple(10L, 20L),
            org.assertj.core.api.Assertions.tuple(20L, 10L));
  }

  @Test
  void lossWithoutASpanCountsWhenItWasReported() {
    assertThat(spread(5, 0, 0)).extracting(CoverageDelta::timeNs).containsExactly(T0 + 99 * SECOND);
  }

  @Test
  void nothingLostIsNoGap() {
    assertThat(spread(0, T0, T0 + SECOND)).isEmpty();
  }

  /** Whoever says so has no clock; spread over centuries, nobody would ever see it. */
  @Test
  void lossWithASpanThatCannotBeCountsWhenItWasReported() {
    long reported = T0 + 99 * SECOND;
    assertThat(spread(5, 7, T0)).extracting(CoverageDelta::timeNs).containsExactly(reported);
    assertThat(spread(5, T0, Long.MAX_VALUE))
        .extracting(CoverageDelta::timeNs)
        .containsExactly(reported);
    assertThat(spread(5, Long.MIN_VALUE, Long.MAX_VALUE))
        .extracting(CoverageDelta::timeNs)
        .containsExactly(reported);
  }

  /** The number is unsigned on the wire; two of the largest must still add up to something. */
  @Test
  void enormousLossesAreCutToWhatCanBeAddedUp() {
    for (long count : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(spread(count, T0, T0).get(0).counts().lost()).isEqualTo(Losses.COUNT_MAX);
      assertThat(Losses.count(Loss.newBuilder().setCount(count).build()))
          .isEqualTo(Losses.COUNT_MAX);
    }
  }

  @Property(tries = 300)
  void partsAddUpToTheLossAndStayWithinItsSpan(
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long count,
      @ForAll @LongRange(min = 1_000_000_000_000_000_000L, max = 1_699_300_000_000_000_000L)
          long firstNs,
      @ForAll @LongRange(min = 0, max = 604_800_000_000_000L) long lengthNs) {
    List<CoverageDelta> parts = spread(count, firstNs, firstNs + lengthNs);
    assertThat(parts.stream().mapToLong(part -> part.counts().lost()).sum()).isEqualTo(count);
    assertThat(parts).hasSizeLessThanOrEqualTo(Losses.PARTS_MAX + 1);
    assertThat(parts)
        .allSatisfy(
            part -> {
              GapCounts gap = part.counts().gaps().get(CAUSE);
              assertThat(gap.lost()).isPositive();
              assertThat(gap.firstNs()).isEqualTo(part.timeNs()).isGreaterThanOrEqualTo(firstNs);
              assertThat(gap.lastNs()).isBetween(gap.firstNs(), firstNs + lengthNs);
            });
  }
}
