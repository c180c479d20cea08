package io.weir.collector.simulation;

import io.weir.event.v1.Resource;
import io.weir.ingest.v1.Event;
import java.util.List;
import java.util.Map;

/**
 * What the nodes report of themselves every ten seconds: their pressure, their containers' memory,
 * and the probes of their pods.
 */
final class HostReports implements Beginning {
  static final long PERIOD_NS = 10 * Setting.SECOND;
  private static final long NODE_BYTES = 8L << 30;
  private static final int CORES = 4;
  private static final double STEPS = 256;

  private final Setting setting;
  private final Dice dice;
  private final Probes probes;
  private final long startNs;
  private final long endNs;
  private long round;
  private int node;

  HostReports(Setting setting, Dice dice, long startNs, long endNs) {
    this.setting = setting;
    this.dice = dice;
    this.probes = new Probes(setting, dice);
    this.startNs = startNs;
    this.endNs = endNs;
  }

  /** Nodes take turns, so that they do not all report at once. */
  @Override
  public long nextNs() {
    List<Node> nodes = setting.cluster().nodes();
    if (nodes.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long ns = startNs + round * PERIOD_NS + node * (PERIOD_NS / nodes.size());
    return ns < endNs ? ns : Long.MAX_VALUE;
  }

  @Override
  public void plan() {
    long ns = nextNs();
    Node now = setting.cluster().nodes().get(node);
    report(now, ns, nodeReport(now, ns));
    for (Map.Entry<String, List<Pod>> service : setting.cluster().pods().entrySet()) {
      ServiceSpec spec = setting.scenario().services().get(service.getKey());
      for (Pod pod : service.getValue()) {
        if (pod.node().equals(now) && pod.serves(ns)) {
          if (spec.memoryBytes() > 0) {
            report(now, ns, podReport(pod, spec, ns));
          }
          if (spec.probe()) {
            probes.plan(pod, spec, ns);
          }
        }
      }
    }
    if (++node == setting.cluster().nodes().size()) {
      node = 0;
      round++;
    }
  }

  private void report(Node on, long ns, Resource.Builder resource) {
    setting.recorder().add(on, ns, Event.newBuilder().setResource(resource));
  }

  private Resource.Builder nodeReport(Node on, long ns) {
    Resource.Builder resource =
        Resource.newBuilder()
            .setKind(Resource.Kind.NODE)
            .setCgroup("/")
            .setName(on.spec().name())
            .setIntervalNs(PERIOD_NS);
    var pressure =
        setting
            .incidents()
            .on(Fault.NodePressure.class, ns, fault -> fault.node().equals(on.spec().name()));
    Resource.Pressure calm = stalled(0.005 * dice.unit());
    Resource.Pressure scarce = stalled(0.5 + 0.3 * dice.unit());
    resource.setCpuPressure(calm).setMemoryPressure(calm).setIoPressure(calm);
    double used = 0.4 + 0.05 * dice.unit();
    double busy = 0.3 + 0.1 * dice.unit();
    if (pressure.isPresent()) {
      setting.recorder().truth.hit(pressure.get().incident().name(), on.name());
      switch (pressure.get().fault().resource()) {
        case CPU -> {
          resource.setCpuPressure(scarce);
          busy = 0.98;
        }
        case MEMORY -> {
          resource.setMemoryPressure(scarce);
          used = 0.97;
        }
        case IO -> resource.setIoPressure(scarce);
      }
    }
    long usedBytes = (long) (used * NODE_BYTES);
    return resource
        .setCpu(
            Resource.Cpu.newBuilder()
                .setUsageNs((long) (busy * CORES * PERIOD_NS))
                .setCores(CORES)
                .setLoad1(even(busy * CORES)))
        .setMemory(
            Resource.Memory.newBuilder()
                .setUsageBytes(usedBytes)
                .setWorkingSetBytes(usedBytes)
                .setLimitBytes(NODE_BYTES)
                .setAvailableBytes(NODE_BYTES - usedBytes));
  }

  private static Resource.Pressure stalled(double part) {
    double share = even(part);
    return Resource.Pressure.newBuilder()
        .setSomeAvg10(share)
        .setSomeAvg60(share)
        .setSomeAvg300(share)
        .setSomeStalledNs((long) (share * PERIOD_NS))
        .setFullAvg10(share / 2)
        .setFullAvg60(share / 2)
        .setFullAvg300(share / 2)
        .setFullStalledNs((long) (share / 2 * PERIOD_NS))
        .build();
  }

  /** Such numbers are the same text in every Java, others may differ in their last digit. */
  private static double even(double value) {
    return Math.round(value * STEPS) / STEPS;
  }

  private Resource.Builder podReport(Pod pod, ServiceSpec spec, long ns) {
    double used = 0.4 + 0.05 * dice.unit();
    long kills = 0;
    for (Kills.Kill kill : setting.kills().all()) {
      if (kill.pod().name().equals(pod.name())) {
        if (kill.atNs() > ns - PERIOD_NS && kill.atNs() <= ns) {
          kills++;
          setting.recorder().truth.hit(kill.incident().name(), podText(pod));
        } else if (kill.atNs() > ns && kill.atNs() <= ns + 2 * PERIOD_NS) {
          used = 0.85 + 0.1 * dice.unit(); // it fills up before it dies
        }
      }
    }
    long bytes = (long) (used * spec.memoryBytes());
    return Resource.newBuilder()
        .setKind(Resource.Kind.CONTAINER)
        .setCgroup("/kubepods/burstable/" + pod.name())
        .setName(pod.service())
        .setNamespace(pod.workload().namespace())
        .setPod(pod.name())
        .setContainer(pod.service())
        .setQosClass("Burstable")
        .setIntervalNs(PERIOD_NS)
        .setMemory(
            Resource.Memory.newBuilder()
                .setUsageBytes(bytes)
                .setWorkingSetBytes(bytes)
                .setLimitBytes(spec.memoryBytes()))
        .setOomKills(kills);
  }

  static String podText(Pod pod) {
    return pod.workload().namespace() + "/" + pod.name();
  }
}
