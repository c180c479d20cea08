package io.weir.relay.ingest;

import io.weir.event.v1.NodeReport.Clock;
import io.weir.ingest.v1.ClockReading;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How far one collector's clock is ahead of this relay's, as two bounds that hold whatever the
 * network did: the collector sent its reading before it came here, and what the collector had heard
 * was sent here before. Their distance is the time of the way there and back.
 *
 * <p>Ways differ, so each reading is cut with those of the last minute or so: the fastest way in
 * each direction counts. Readings that contradict each other mean that a clock was set; the newest
 * one holds then. Mutable, confined to its stream's thread.
 */
final class ClockBounds {
  /** Readings that are cut with each other; one comes every few seconds. */
  static final int READINGS_MAX = 12;

  private record Bounds(long leastNs, long mostNs) {}

  private final Deque<Bounds> recent = new ArrayDeque<>();

  /**
   * Takes a reading.
   *
   * @param nowNs this relay's clock when it came, nanoseconds since the epoch
   * @return the bounds now; empty while nothing was heard of the way back
   */
  Optional<Clock> add(ClockReading reading, long nowNs) {
    if (reading.getRelaySentAtNs() == 0 || reading.getSentAtNs() == 0) {
      return Optional.empty();
    }
    Bounds newest =
        new Bounds(
            reading.getSentAtNs() - nowNs, reading.getReceivedAtNs() - reading.getRelaySentAtNs());
    if (newest.leastNs() > newest.mostNs()) {
      // A clock was set between the two halves: this reading says nothing, nor do older ones.
      recent.clear();
      return Optional.empty();
    }
    recent.addLast(newest);
    if (recent.size() > READINGS_MAX) {
      recent.removeFirst();
    }
    if (cut().isEmpty()) {
      recent.clear();
      recent.add(newest);
    }
    return cut();
  }

  private Optional<Clock> cut() {
    long least = recent.stream().mapToLong(Bounds::leastNs).max().orElseThrow();
    long most = recent.stream().mapToLong(Bounds::mostNs).min().orElseThrow();
    return least > most
        ? Optional.empty()
        : Optional.of(Clock.newBuilder().setAheadLeastNs(least).setAheadMostNs(most).build());
  }
}
