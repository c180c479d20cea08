package io.weir.dashboards.answer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one node, pod, container or unit stands, by its newest reading in the range. What the kernel
 * does not say is absent. Ratios are 0 to 1.
 *
 * @param node that it runs on
 * @param kind {@code node}, {@code pod}, {@code container} or {@code unit}
 * @param name for people
 * @param namespace empty outside Kubernetes
 * @param pod empty outside Kubernetes
 * @param container empty but for containers
 * @param qosClass {@code Guaranteed}, {@code Burstable}, {@code BestEffort}, or empty where it
 *     cannot be derived
 * @param at when the newest reading was taken
 * @param pressure true when something below is past its limit
 * @param why one sentence about what is; empty without pressure
 * @param oomKills in the last hour of the range
 * @param cpu absent where unknown
 * @param memory absent where unknown
 * @param cpuStall pressure stall information
 * @param memoryStall pressure stall information
 * @param ioStall pressure stall information
 * @param disks file systems, the node's
 */
public record ResourceRow(
    String node,
    String kind,
    String name,
    String namespace,
    String pod,
    String container,
    String qosClass,
    Instant at,
    boolean pressure,
    String why,
    long oomKills,
    Optional<CpuUse> cpu,
    Optional<MemoryUse> memory,
    Optional<Stall> cpuStall,
    Optional<Stall> memoryStall,
    Optional<Stall> ioStall,
    List<DiskUse> disks) {
  /**
   * CPU in the last interval.
   *
   * @param usedCores cores in use; absent for a first reading
   * @param limitCores cores it may use: its limit, or for a node all it has; absent without a limit
   * @param usedRatio used / limit
   * @param throttledRatio throttled periods / periods
   */
  public record CpuUse(
      OptionalDouble usedCores,
      OptionalDouble limitCores,
      OptionalDouble usedRatio,
      OptionalDouble throttledRatio) {}

  /**
   * Memory at the reading.
   *
   * @param workingSetBytes what the kernel cannot take back
   * @param limitBytes its limit, for a node its capacity; 0 is no limit
   * @param usedRatio working set / limit; absent without a limit
   * @param swapBytes in swap
   */
  public record MemoryUse(
      long workingSetBytes, long limitBytes, OptionalDouble usedRatio, long swapBytes) {}

  /**
   * Share of the last 60 s in which tasks stalled.
   *
   * @param some at least one task
   * @param full all tasks
   */
  public record Stall(double some, double full) {}

  /**
   * One file system.
   *
   * @param mount where
   * @param capacityBytes its size
   * @param availableBytes free for ordinary users
   * @param usedRatio 1 - available / capacity
   * @param inodesUsedRatio absent where it has no fixed number of inodes
   */
  public record DiskUse(
      String mount,
      long capacityBytes,
      long availableBytes,
      OptionalDouble usedRatio,
      OptionalDouble inodesUsedRatio) {}

  String label() {
    return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
