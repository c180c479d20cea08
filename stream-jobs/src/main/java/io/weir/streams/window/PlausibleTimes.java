package io.weir.streams.window;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which event times can be: those of a clock that was set, and not far ahead of when Kafka took the
 * event. Others would open windows that nobody ever closes, or none that anybody looks at.
 *
 * <p>It compares with Kafka's time and not with the clock of who reads, so that whoever reads the
 * same records again comes to the same answer. Pure.
 */
public final class PlausibleTimes {
  /** Events further ahead are refused. As far as allowed lateness by default reaches back. */
  public static final Duration AHEAD_MAX = Duration.ofMinutes(15);

  /** {@code 2001-09-09T01:46:40Z}: earlier ones come from a clock that was not set, or in ms. */
  public static final long EARLIEST_NS = 1_000_000_000_000_000_000L;

  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final long NS_PER_MS = 1_000_000L;

  private PlausibleTimes() {}

  /** Why an event cannot have happened then. */
  public enum Problem {
    /** The clock was never set, or there is no time at all. */
    UNSET,
    /** More than {@link #AHEAD_MAX} ahead of when Kafka took it. */
    AHEAD
  }

  /**
   * What is wrong with {@code timeNs}, if anything is.
   *
   * @param takenMs when Kafka took the event, milliseconds since the epoch
   */
  public static Optional<Problem> problem(long timeNs, long takenMs) {
    if (timeNs < EARLIEST_NS) {
      return Optional.of(Problem.UNSET);
    }
    return timeNs / NS_PER_MS - takenMs > AHEAD_MAX.toMillis()
        ? Optional.of(Problem.AHEAD)
        : Optional.empty();
  }

  /** The problem in words. */
  public static String words(Problem problem, long timeNs, long takenMs) {
    String rule =
        switch (problem) {
          case UNSET -> "after 2001-09-09; is the node's clock set?";
          case AHEAD ->
              "at most "
                  + AHEAD_MAX.toMinutes()
                  + " min after "
                  + Instant.ofEpochMilli(takenMs)
                  + ", when Kafka took it; is the node's clock ahead?";
        };
    return "event time: " + (timeNs == 0 ? "none" : instant(timeNs)) + " (expected: " + rule + ")";
  }

  private static Instant instant(long timeNs) {
    return Instant.ofEpochSecond(
        Math.floorDiv(timeNs, NS_PER_SECOND), Math.floorMod(timeNs, NS_PER_SECOND));
  }
}
