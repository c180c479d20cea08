package io.weir.alerting.history;

import io.weir.alerting.slo.Slo;
import java.time.Duration;
import java.util.Optional;

/**
 * A question for the past of one objective, and its answer. Whoever asked takes or cancels it:
 * until then it counts towards what the reader holds. Safe for use by two threads.
 */
public final class PastRequest {
  private final Slo slo;
  private final String match;
  private final long headMs;
  private final Duration lateness;
  private Optional<Past> answer = Optional.empty();
  private boolean over;

  /**
   * @param slo of the match
   * @param match what the fan-out is for; empty without
   * @param headMs where the objective stands, or {@link PastCounts#NO_HEAD}
   * @param lateness how far behind the head windows are still revised
   */
  public PastRequest(Slo slo, String match, long headMs, Duration lateness) {
    this.slo = slo;
    this.match = match;
    this.headMs = headMs;
    this.lateness = lateness;
  }

  /** The answer, once. */
  public synchronized Optional<Past> take() {
    Optional<Past> taken = answer;
    answer = Optional.empty();
    over |= taken.isPresent();
    return taken;
  }

  /** Nobody wants it any more. */
  public synchronized void cancel() {
    answer = Optional.empty();
    over = true;
  }

  /** Answers; a cancelled request forgets it. */
  public synchronized void answer(Past past) {
    if (!over) {
      answer = Optional.of(past);
    }
  }

  /** Whether it was taken or cancelled. */
  synchronized boolean isOver() {
    return over;
  }

  Slo slo() {
    return slo;
  }

  String match() {
    return match;
  }

  long headMs() {
    return headMs;
  }

  Duration lateness() {
    return lateness;
  }
}
