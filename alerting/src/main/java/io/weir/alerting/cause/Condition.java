package io.weir.alerting.cause;

import io.weir.event.v1.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * A state of a node or container that is known to hurt, as one resource event tells it.
 *
 * @param words for people: {@code memory stall of 60 %}
 */
record Condition(CauseKind kind, String words) {
  private static final double STALL_MIN = 0.2;
  private static final double CPU_STALL_MIN = 0.4;
  private static final double THROTTLED_MIN = 0.25;
  private static final double FULL_MIN = 0.95;

  /** All that one event tells, in the order of kinds. */
  static List<Condition> of(Resource resource) {
    List<Condition> found = new ArrayList<>();
    if (resource.getOomKills() > 0) {
      found.add(new Condition(CauseKind.OOM_KILL, "killed for its memory"));
    }
    var cpu = resource.getCpu();
    if (cpu.getPeriods() > 0 && cpu.getThrottledPeriods() >= THROTTLED_MIN * cpu.getPeriods()) {
      double share = (double) cpu.getThrottledPeriods() / cpu.getPeriods();
      found.add(
          new Condition(
              CauseKind.CPU_THROTTLING,
              "throttled in " + Names.percent(share) + " of its CPU periods"));
    }
    memory(resource, found);
    double cpuStall = resource.getCpuPressure().getSomeAvg10();
    if (cpuStall >= CPU_STALL_MIN) {
      found.add(
          new Condition(CauseKind.CPU_PRESSURE, "waiting for CPU " + Names.percent(cpuStall)));
    }
    double ioStall = resource.getIoPressure().getSomeAvg10();
    if (ioStall >= STALL_MIN) {
      found.add(new Condition(CauseKind.IO_PRESSURE, "waiting for I/O " + Names.percent(ioStall)));
    }
    for (Resource.Disk disk : resource.getDisksList()) {
      if (disk.getCapacityBytes() > 0
          && disk.getAvailableBytes() <= (1 - FULL_MIN) * disk.getCapacityBytes()) {
        found.add(new Condition(CauseKind.DISK_FULL, "disk " + disk.getMount() + " full"));
        break;
      }
    }
    return found;
  }

  private static void memory(Resource resource, List<Condition> found) {
    double stall = resource.getMemoryPressure().getSomeAvg10();
    var memory = resource.getMemory();
    double used =
        memory.getLimitBytes() == 0
            ? 0
            : (double) memory.getWorkingSetBytes() / memory.getLimitBytes();
    if (stall >= STALL_MIN) {
      found.add(
          new Condition(CauseKind.MEMORY_PRESSURE, "waiting for memory " + Names.percent(stall)));
    } else if (used >= FULL_MIN) {
      found.add(
          new Condition(
              CauseKind.MEMORY_PRESSURE, "using " + Names.percent(used) + " of its memory"));
    }
  }
}
