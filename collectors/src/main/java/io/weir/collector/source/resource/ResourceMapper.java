package io.weir.collector.source.resource;

import io.weir.collector.enrich.CgroupOwner;
import io.weir.collector.enrich.HostIdentity;
import io.weir.collector.enrich.KubeletLogs;
import io.weir.collector.enrich.QosClass;
import io.weir.collector.source.resource.Usage.Pressure;
import io.weir.collector.source.resource.Usage.Stall;
import io.weir.event.v1.Resource;
import java.util.Optional;

/**
 * Writes two readings of one entity as an event: the difference of the counters, and the newest of
 * everything else. Pure.
 *
 * <p>A counter that went down, or a cgroup that is another one under the same path, counts from
 * zero: the new value is what was used since. A node's counters only ever shrink by rounding, so
 * there the difference is zero.
 */
final class ResourceMapper {
  private final HostIdentity host;

  ResourceMapper(HostIdentity host) {
    this.host = host;
  }

  /**
   * The node.
   *
   * @param before absent for the first reading, which has no differences
   * @param intervalNs between the two; not used for the first
   */
  Resource.Builder node(Optional<Usage> before, NodeReader.Node now, long intervalNs) {
    var resource =
        Resource.newBuilder().setKind(Resource.Kind.NODE).setCgroup("/").setName(host.node());
    fill(resource, before, now.usage(), intervalNs);
    if (now.usage().cpu().isPresent()) {
      resource.getCpuBuilder().setLoad1(now.load1()).setCores(now.cores());
    }
    return resource;
  }

  /** A pod, container or unit. Outside Kubernetes its namespace is the node, as in flows. */
  Resource.Builder entity(
      CgroupOwner owner,
      Optional<KubeletLogs.Name> name,
      Optional<Usage> before,
      Usage now,
      long intervalNs) {
    String pod = name.map(KubeletLogs.Name::pod).orElse(owner.podUid());
    String container =
        name.map(KubeletLogs.Name::container)
            .filter(n -> !n.isEmpty() && !owner.container().isEmpty())
            .orElse(owner.containerShort());
    var resource =
        Resource.newBuilder()
            .setKind(kind(owner))
            .setCgroup(owner.path())
            .setNamespace(name.map(KubeletLogs.Name::namespace).orElse(host.node()))
            .setPod(pod)
            .setContainer(container)
            .setQosClass(owner.qos().map(QosClass::text).orElse(""))
            .setName(
                switch (owner.kind()) {
                  case UNIT -> owner.unit();
                  case POD -> pod;
                  default -> container;
                });
    fill(resource, before, now, intervalNs);
    return resource;
  }

  private static void fill(
      Resource.Builder resource, Optional<Usage> before, Usage now, long intervalNs) {
    boolean same = before.map(b -> b.generation().equals(now.generation())).orElse(false);
    var delta = new Delta(same, resource.getKind() == Resource.Kind.NODE);
    if (before.isPresent()) {
      resource.setIntervalNs(intervalNs);
    }
    now.cpu().ifPresent(cpu -> resource.setCpu(cpu(before.flatMap(Usage::cpu), cpu, delta)));
    now.memory().ifPresent(memory -> resource.setMemory(memory(memory)));
    if (now.oomKills().isPresent() && before.isPresent() && before.get().oomKills().isPresent()) {
      resource.setOomKills(
          delta.of(before.get().oomKills().getAsLong(), now.oomKills().getAsLong()));
    }
    now.cpuPressure()
        .ifPresent(
            p -> resource.setCpuPressure(pressure(before.flatMap(Usage::cpuPressure), p, delta)));
    now.memoryPressure()
        .ifPresent(
            p ->
                resource.setMemoryPressure(
                    pressure(before.flatMap(Usage::memoryPressure), p, delta)));
    now.ioPressure()
        .ifPresent(
            p -> resource.setIoPressure(pressure(before.flatMap(Usage::ioPressure), p, delta)));
  }

  private static Resource.Cpu cpu(Optional<Usage.Cpu> before, Usage.Cpu now, Delta delta) {
    var cpu = Resource.Cpu.newBuilder().setLimitCores(now.limitCores());
    before.ifPresent(
        b ->
            cpu.setUsageNs(delta.of(b.usageNs(), now.usageNs()))
                .setPeriods(delta.of(b.periods(), now.periods()))
                .setThrottledPeriods(delta.of(b.throttledPeriods(), now.throttledPeriods()))
                .setThrottledNs(delta.of(b.throttledNs(), now.throttledNs())));
    return cpu.build();
  }

  private static Resource.Memory memory(Usage.Memory now) {
    return Resource.Memory.newBuilder()
        .setUsageBytes(now.usageBytes())
        .setWorkingSetBytes(now.workingSetBytes())
        .setLimitBytes(now.limitBytes())
        .setAvailableBytes(now.availableBytes())
        .setSwapBytes(now.swapBytes())
        .build();
  }

  private static Resource.Pressure pressure(Optional<Pressure> before, Pressure now, Delta delta) {
    Stall some = now.some();
    Stall full = now.full();
    var pressure =
        Resource.Pressure.newBuilder()
            .setSomeAvg10(some.avg10())
            .setSomeAvg60(some.avg60())
            .setSomeAvg300(some.avg300())
            .setFullAvg10(full.avg10())
            .setFullAvg60(full.avg60())
            .setFullAvg300(full.avg300());
    before.ifPresent(
        b ->
            pressure
                .setSomeStalledNs(delta.of(b.some().totalNs(), some.totalNs()))
                .setFullStalledNs(delta.of(b.full().totalNs(), full.totalNs())));
    return pressure.build();
  }

  private static Resource.Kind kind(CgroupOwner owner) {
    return switch (owner.kind()) {
      case UNIT -> Resource.Kind.UNIT;
      case POD -> Resource.Kind.POD;
      case CONTAINER -> Resource.Kind.CONTAINER;
      case HOST -> Resource.Kind.NODE;
    };
  }

  /**
   * The difference of a counter.
   *
   * @param same whether both values are of the same cgroup
   * @param node whether they are of the node
   */
  private record Delta(boolean same, boolean node) {
    long of(long before, long now) {
      if (same && now >= before) {
        return now - before;
      }
      return node ? 0 : now;
    }
  }
}
