package io.weir.streams.flink;

import io.weir.runtime.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether checkpoints are completed as often as they should be. Counting goes on without them, so
 * nothing else shows that they fail, until a restart has to read all again since the last good one.
 *
 * @param interval one is due so often
 * @param place the folder or URI they are kept in
 */
record CheckpointHealth(Duration interval, String place) {
  private static final int INTERVALS = 10;
  private static final Duration LEAST = Duration.ofMinutes(1);

  /** How old the newest may be: ten intervals, at least a minute. */
  Duration ageMax() {
    Duration intervals = interval.multipliedBy(INTERVALS);
    return intervals.compareTo(LEAST) > 0 ? intervals : LEAST;
  }

  /**
   * Judges a job at {@code now}.
   *
   * @param began when it was started
   * @param newest when its newest checkpoint was completed
   * @param failed tries that failed since it was started
   */
  Readiness judge(Instant began, Optional<Instant> newest, long failed, Instant now) {
    Instant since = newest.orElse(began);
    Duration age = Duration.between(since, now);
    if (age.compareTo(ageMax()) <= 0) {
      return Readiness.READY;
    }
    return Readiness.notReady(
        "No checkpoint has been completed since "
            + (newest.isPresent() ? "" : "the start at ")
            + since
            + ", for "
            + age.toSeconds()
            + " s (expected: one every "
            + interval.toMillis() / 1000.0
            + " s). Counting goes on, but a restart would read all events since then again, and Kafka"
            + " must still have them. "
            + (failed == 0 ? "No try has failed, so one" : failed(failed) + "Else one")
            + " takes too long: the jobs need more CPU, or "
            + place
            + " is slow.");
  }

  private String failed(long tries) {
    return tries
        + " tries have failed since the start: where the log still tells of them, make sure that "
        + place
        + " is there, can be written and has room. ";
  }
}
