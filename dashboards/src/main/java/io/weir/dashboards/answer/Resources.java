package io.weir.dashboards.answer;

import io.weir.dashboards.answer.ResourceRow.CpuUse;
import io.weir.dashboards.answer.ResourceRow.DiskUse;
import io.weir.dashboards.answer.ResourceRow.MemoryUse;
import io.weir.dashboards.answer.ResourceRow.Stall;
import io.weir.event.v1.Resource;
import io.weir.event.v1.Resource.Cpu;
import io.weir.event.v1.Resource.Disk;
import io.weir.event.v1.Resource.Memory;
import io.weir.event.v1.Resource.Pressure;
import io.weir.event.v1.ResourceEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * From readings to rows: the newest of each entity says how it stands, and those of the last hour
 * how often it was killed for memory.
 */
public final class Resources {
  private record Entity(String node, Resource.Kind kind, String cgroup, String name) {
    static Entity of(ResourceEvent event) {
      Resource resource = event.getResource();
      return new Entity(
          event.getHeader().getNode(),
          resource.getKind(),
          resource.getCgroup(),
          resource.getName());
    }
  }

  private Resources() {}

  /**
   * One row per entity, in no order.
   *
   * @param readings at least the newest of each entity
   * @param lastHour every reading of the range's last hour; summed for OOM kills
   */
  public static List<ResourceRow> rows(List<ResourceEvent> readings, List<ResourceEvent> lastHour) {
    Map<Entity, ResourceEvent> newest = new HashMap<>();
    for (ResourceEvent event : readings) {
      newest.merge(
          Entity.of(event),
          event,
          (a, b) -> a.getHeader().getObservedAtNs() > b.getHeader().getObservedAtNs() ? a : b);
    }
    Map<Entity, Long> oomKills = new HashMap<>();
    for (ResourceEvent event : lastHour) {
      oomKills.merge(Entity.of(event), event.getResource().getOomKills(), Math::addExact);
    }
    return newest.entrySet().stream()
        .map(entry -> row(entry.getValue(), oomKills.getOrDefault(entry.getKey(), 0L)))
        .toList();
  }

  private static ResourceRow row(ResourceEvent event, long oomKills) {
    Resource resource = event.getResource();
    Optional<CpuUse> cpu = resource.hasCpu() ? Optional.of(cpu(resource)) : Optional.empty();
    Optional<MemoryUse> memory =
        resource.hasMemory() ? Optional.of(memory(resource.getMemory())) : Optional.empty();
    Optional<Stall> cpuStall = stall(resource.hasCpuPressure(), resource.getCpuPressure());
    Optional<Stall> memoryStall = stall(resource.hasMemoryPressure(), resource.getMemoryPressure());
    Optional<Stall> ioStall = stall(resource.hasIoPressure(), resource.getIoPressure());
    List<DiskUse> disks = resource.getDisksList().stream().map(Resources::disk).toList();
    String why = PressureRule.why(oomKills, cpu, memory, cpuStall, memoryStall, ioStall, disks);
    return new ResourceRow(
        event.getHeader().getNode(),
        kind(resource.getKind()),
        resource.getName(),
        resource.getNamespace(),
        resource.getPod(),
        resource.getContainer(),
        resource.getQosClass(),
        TimeRange.instant(event.getHeader().getObservedAtNs()),
        !why.isEmpty(),
        why,
        oomKills,
        cpu,
        memory,
        cpuStall,
        memoryStall,
        ioStall,
        disks);
  }

  private static String kind(Resource.Kind kind) {
    return switch (kind) {
      case NODE, POD, CONTAINER, UNIT -> kind.name().toLowerCase(Locale.ROOT);
      case KIND_UNKNOWN, UNRECOGNIZED -> "unknown";
    };
  }

  private static CpuUse cpu(Resource resource) {
    Cpu cpu = resource.getCpu();
    double limit = cpu.getLimitCores() > 0 ? cpu.getLimitCores() : cpu.getCores();
    OptionalDouble used =
        resource.getIntervalNs() == 0
            ? OptionalDouble.empty()
            : rounded((double) cpu.getUsageNs() / resource.getIntervalNs());
    return new CpuUse(
        used,
        limit > 0 ? OptionalDouble.of(limit) : OptionalDouble.empty(),
        limit > 0 && used.isPresent()
            ? rounded(used.getAsDouble() / limit)
            : OptionalDouble.empty(),
        Ratios.of(cpu.getThrottledPeriods(), cpu.getPeriods()));
  }

  private static OptionalDouble rounded(double value) {
    return OptionalDouble.of(Math.round(value * 1e6) / 1e6);
  }

  private static MemoryUse memory(Memory memory) {
    return new MemoryUse(
        memory.getWorkingSetBytes(),
        memory.getLimitBytes(),
        Ratios.of(memory.getWorkingSetBytes(), memory.getLimitBytes()),
        memory.getSwapBytes());
  }

  private static Optional<Stall> stall(boolean present, Pressure pressure) {
    return present
        ? Optional.of(new Stall(pressure.getSomeAvg60(), pressure.getFullAvg60()))
        : Optional.empty();
  }

  private static DiskUse disk(Disk disk) {
    return new DiskUse(
        disk.getMount(),
        disk.getCapacityBytes(),
        disk.getAvailableBytes(),
        Ratios.of(disk.getCapacityBytes() - disk.getAvailableBytes(), disk.getCapacityBytes()),
        Ratios.of(disk.getInodes() - disk.getInodesFree(), disk.getInodes()));
  }
}
