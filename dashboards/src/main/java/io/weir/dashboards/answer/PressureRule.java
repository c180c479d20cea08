package io.weir.dashboards.answer;

import io.weir.dashboards.answer.ResourceRow.CpuUse;
import io.weir.dashboards.answer.ResourceRow.DiskUse;
import io.weir.dashboards.answer.ResourceRow.MemoryUse;
import io.weir.dashboards.answer.ResourceRow.Stall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What counts as pressure. Disk limits are the kubelet's eviction defaults (nodefs 10 %, inodes 5
 * %); the others are where work visibly slows.
 */
final class PressureRule {
  private static final double MEMORY_USED = 0.9;
  private static final double THROTTLED = 0.25;
  private static final double CPU_SOME = 0.5;
  private static final double STALLED_FULL = 0.02;
  private static final double IO_STALLED_FULL = 0.1;
  private static final double DISK_USED = 0.9;
  private static final double INODES_USED = 0.95;

  private PressureRule() {}

  /** One sentence, worst first; empty when nothing is past its limit. */
  static String why(
      long oomKills,
      Optional<CpuUse> cpu,
      Optional<MemoryUse> memory,
      Optional<Stall> cpuStall,
      Optional<Stall> memoryStall,
      Optional<Stall> ioStall,
      List<DiskUse> disks) {
    List<String> reasons = new ArrayList<>();
    if (oomKills > 0) {
      reasons.add(Words.count(oomKills, "OOM kill") + " within the hour");
    }
    memory
        .filter(use -> use.usedRatio().orElse(0) >= MEMORY_USED)
        .ifPresent(
            use ->
                reasons.add(
                    "memory at " + Words.percent(use.usedRatio().orElse(0)) + " of its limit"));
    cpu.filter(use -> use.throttledRatio().orElse(0) >= THROTTLED)
        .ifPresent(
            use ->
                reasons.add(
                    "CPU throttled in "
                        + Words.percent(use.throttledRatio().orElse(0))
                        + " of its periods"));
    memoryStall
        .filter(stall -> stall.full() >= STALLED_FULL)
        .ifPresent(
            stall ->
                reasons.add(
                    "all tasks wait for memory " + Words.percent(stall.full()) + " of the time"));
    ioStall
        .filter(stall -> stall.full() >= IO_STALLED_FULL)
        .ifPresent(
            stall ->
                reasons.add(
                    "all tasks wait for disks " + Words.percent(stall.full()) + " of the time"));
    cpuStall
        .filter(stall -> stall.some() >= CPU_SOME)
        .ifPresent(
            stall ->
                reasons.add("tasks wait for CPU " + Words.percent(stall.some()) + " of the time"));
    for (DiskUse disk : disks) {
      if (disk.usedRatio().orElse(0) >= DISK_USED) {
        reasons.add(disk.mount() + " is " + Words.percent(disk.usedRatio().orElse(0)) + " full");
      }
      if (disk.inodesUsedRatio().orElse(0) >= INODES_USED) {
        reasons.add(
            disk.mount()
                + " has used "
                + Words.percent(disk.inodesUsedRatio().orElse(0))
                + " of its inodes");
      }
    }
    if (reasons.isEmpty()) {
      return "";
    }
    String sentence = String.join("; ", reasons);
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".";
  }
}
