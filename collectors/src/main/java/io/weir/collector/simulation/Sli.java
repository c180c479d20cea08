package io.weir.collector.simulation;

/** Good and total of an indicator. */
public record Sli(long good, long total) {
  /** Nothing to judge. */
  public static final Sli NONE = new Sli(0, 0);

  /** Adds two disjoint sets of events. */
  public Sli plus(Sli other) {
    return new Sli(good + other.good, total + other.total);
  }
}
