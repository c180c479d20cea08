package io.weir.collector.source.probe;

/**
 * When a probe runs: on a grid that its first run laid, so that it never drifts. Runs that were
 * overrun are skipped, not made up for. Pure.
 */
final class ProbeSchedule {
  private ProbeSchedule() {}

  /**
   * The next point of the grid after {@code nowNs}. With {@code firstNs = 0} and {@code periodNs =
   * 10}: after 0 comes 10, after 9 comes 10, after 10 comes 20, after 25 comes 30.
   */
  static long next(long firstNs, long periodNs, long nowNs) {
    return firstNs + periodNs * (Math.floorDiv(nowNs - firstNs, periodNs) + 1);
  }
}
