package io.weir.relay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.NodeReport.Clock;
import io.weir.ingest.v1.ClockReading;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockBoundsTest {
  private static final long START = 1_700_000_000_000_000_000L;
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;

  private final ClockBounds bounds = new ClockBounds();
  private long nowNs = START;

  /** An exchange with a clock that is ahead: so long there, a pause, so long back. */
  private Optional<Clock> exchange(long aheadNs, long thereNs, long pauseNs, long backNs) {
    long relaySent = nowNs;
    long received = nowNs + thereNs + aheadNs;
    nowNs += thereNs + pauseNs;
    long sent = nowNs + aheadNs;
    nowNs += backNs;
    return bounds.add(
        ClockReading.newBuilder()
            .setRelaySentAtNs(relaySent)
            .setReceivedAtNs(received)
            .setSentAtNs(sent)
            .build(),
        nowNs);
  }

  @Test
  void theTruthLiesBetweenTheBoundsAndTheyAreAWayThereAndBackApart() {
    Clock clock = exchange(4 * SECOND, 3 * MS, SECOND, 5 * MS).orElseThrow();
    assertThat(clock.getAheadLeastNs()).isEqualTo(4 * SECOND - 5 * MS);
    assertThat(clock.getAheadMostNs()).isEqualTo(4 * SECOND + 3 * MS);
  }

  /** A relay that is busy for seconds must not make a good clock look wrong. */
  @Test
  void theFastestWayInEachDirectionCounts() {
    exchange(0, 2 * MS, SECOND, 9 * SECOND);
    exchange(0, 7 * SECOND, SECOND, MS);
    Clock clock = exchange(0, 5 * SECOND, SECOND, 5 * SECOND).orElseThrow();
    assertThat(clock.getAheadLeastNs()).isEqualTo(-MS);
    assertThat(clock.getAheadMostNs()).isEqualTo(2 * MS);
  }

  @Test
  void aClockThatWasSetIsSeenWithTheNextReading() {
    exchange(30 * SECOND, MS, SECOND, MS);
    Clock clock = exchange(-2 * SECOND, MS, SECOND, MS).orElseThrow();
    assertThat(clock.getAheadLeastNs()).isBetween(-2 * SECOND - MS, -2 * SECOND + MS);
    assertThat(clock.getAheadMostNs()).isBetween(-2 * SECOND - MS, -2 * SECOND + MS);
  }

  @Test
  void oldReadingsAreForgotten() {
    exchange(0, 1, SECOND, 1);
    for (int i = 0; i < ClockBounds.READINGS_MAX; i++) {
      exchange(0, 50 * MS, SECOND, 50 * MS);
    }
    Clock clock = exchange(0, 50 * MS, SECOND, 50 * MS).orElseThrow();
    assertThat(clock.getAheadMostNs()).isEqualTo(50 * MS);
  }

  @Test
  void aReadingWithoutTheWayBackSaysNothing() {
    assertThat(bounds.add(ClockReading.newBuilder().setSentAtNs(START).build(), START)).isEmpty();
    assertThat(bounds.add(ClockReading.getDefaultInstance(), START)).isEmpty();
  }

  /** The collector's clock jumps back while it thinks: both halves cannot be true. */
  @Test
  void aReadingThatContradictsItselfIsLeftOut() {
    ClockReading torn =
        ClockReading.newBuilder()
            .setRelaySentAtNs(START)
            .setReceivedAtNs(START - 60 * SECOND)
            .setSentAtNs(START + SECOND)
            .build();
    assertThat(bounds.add(torn, START + SECOND)).isEmpty();
    assertThat(exchange(0, MS, SECOND, MS)).isPresent();
  }

  @Test
  void boundsHoldWhateverTheNetworkDoes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int run = 0; run < 200; run++) {
      ClockBounds fresh = new ClockBounds();
      long ahead = (long) (random.nextGaussian() * Duration.ofMinutes(4).toNanos());
      for (int i = 0; i < 30; i++) {
        long there = Math.abs(random.nextLong()) % SECOND;
        long pause = Math.abs(random.nextLong()) % (10 * SECOND);
        long back = Math.abs(random.nextLong()) % SECOND;
        ClockReading reading =
            ClockReading.newBuilder()
                .setRelaySentAtNs(nowNs)
                .setReceivedAtNs(nowNs + there + ahead)
                .setSentAtNs(nowNs + there + pause + ahead)
                .build();
        nowNs += there + pause + back;
        Clock clock = fresh.add(reading, nowNs).orElseThrow();
        assertThat(ahead)
            .as("seed %d", seed)
            .isBetween(clock.getAheadLeastNs(), clock.getAheadMostNs());
      }
    }
  }
}
