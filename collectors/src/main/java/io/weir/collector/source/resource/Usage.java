package io.weir.collector.source.resource;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the kernel says of one entity at one time: counters since its beginning, and present values.
 * What the kernel does not say is absent, not zero.
 *
 * @param generation changes when a cgroup of the same path is another one, so that its counters
 *     began anew
 * @param oomKills counter
 */
record Usage(
    String generation,
    Optional<Cpu> cpu,
    Optional<Memory> memory,
    OptionalLong oomKills,
    Optional<Pressure> cpuPressure,
    Optional<Pressure> memoryPressure,
    Optional<Pressure> ioPressure) {

  /**
   * Processor time.
   *
   * @param usageNs counter
   * @param limitCores present; 0 is no limit
   * @param periods counter of scheduling periods with a limit
   * @param throttledPeriods counter of those that hit it
   * @param throttledNs counter
   */
  record Cpu(
      long usageNs, double limitCores, long periods, long throttledPeriods, long throttledNs) {}

  /** Memory, all in bytes and present; a limit of 0 is none. */
  record Memory(
      long usageBytes,
      long workingSetBytes,
      long limitBytes,
      long availableBytes,
      long swapBytes) {}

  /** Pressure stall information: some task stalled, or all of them. */
  record Pressure(Stall some, Stall full) {}

  /**
   * One line of a pressure file.
   *
   * @param avg10 share 0..1 of the last 10 s
   * @param avg60 of the last minute
   * @param avg300 of the last 5 minutes
   * @param totalNs counter
   */
  record Stall(double avg10, double avg60, double avg300, long totalNs) {
    static final Stall NONE = new Stall(0, 0, 0, 0);
  }
}
