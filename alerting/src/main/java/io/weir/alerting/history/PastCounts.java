package io.weir.alerting.history;

import io.weir.alerting.slo.Slo;
import java.time.Duration;
import java.util.Optional;

/** Finds out what an objective would have counted, had it been there all along. */
public interface PastCounts {
  /** Of a process without an archive. */
  PastCounts NONE =
      new PastCounts() {
        @Override
        public boolean isThere() {
          return false;
        }

        @Override
        public PastRequest ask(Slo slo, String match, long headMs, Duration lateness) {
          throw new IllegalStateException("This process has no archive to ask.");
        }

        @Override
        public Optional<PastMatch> nextFound() {
          return Optional.empty();
        }
      };

  /** A request without a head: the archive's newest window decides. */
  long NO_HEAD = Long.MIN_VALUE;

  /** Whether there is an archive to ask. */
  boolean isThere();

  /**
   * Asks for the past of one objective and returns at once. All records that were in {@code
   * weir.slis.v1} when this was called will be in the answer. Safe for use by several threads.
   *
   * @param slo of the match
   * @param match what the fan-out is for; empty without
   * @param headMs where the objective stands; {@link #NO_HEAD} when it counted nothing yet
   * @param lateness how far behind the head windows are still revised
   */
  PastRequest ask(Slo slo, String match, long headMs, Duration lateness);

  /**
   * A match that was found on the way; the next search may find it once more. Safe for use by
   * several threads.
   */
  Optional<PastMatch> nextFound();
}
