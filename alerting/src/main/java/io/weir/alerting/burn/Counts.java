package io.weir.alerting.burn;

/**
 * Events of one objective in some stretch of time. Immutable.
 *
 * @param bad of the total; for budgets in slices, millionths of slices
 * @param total valid events; 0 means no traffic, which is not an outage
 * @param lost events known to be missing, of which nobody knows whether they were bad
 */
public record Counts(long bad, long total, long lost) {
  public static final Counts NONE = new Counts(0, 0, 0);

  /** Bad of total, {@code 0..1}; 0 without events. */
  public double badRatio() {
    return total == 0 ? 0 : (double) bad / total;
  }

  /** If every lost event was good: the ratio is at least this. */
  public double badRatioAtBest() {
    return total == 0 ? 0 : (double) bad / (total + lost);
  }

  /** If every lost event was bad: the ratio is at most this. */
  public double badRatioAtWorst() {
    return total + lost == 0 ? 0 : (double) (bad + lost) / (total + lost);
  }

  /** Share of the events that arrived, {@code 0..1}; 1 when there were none. */
  public double coverage() {
    return total + lost == 0 ? 1 : (double) total / (total + lost);
  }

  /** Adds disjoint stretches. */
  public Counts plus(Counts other) {
    return new Counts(
        Math.addExact(bad, other.bad),
        Math.addExact(total, other.total),
        Math.addExact(lost, other.lost));
  }
}
