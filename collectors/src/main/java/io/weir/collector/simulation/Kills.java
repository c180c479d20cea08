package io.weir.collector.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When containers are killed for their memory. Immutable. */
final class Kills {
  /** {@code pod} is dead from {@code atNs} until before {@code backNs}. */
  record Kill(Incidents.Incident incident, Pod pod, long atNs, long backNs) {}

  private final List<Kill> all;

  private Kills(List<Kill> all) {
    this.all = all;
  }

  static Kills of(Incidents incidents, Cluster cluster) {
    List<Kill> kills = new ArrayList<>();
    for (Incidents.Incident incident : incidents.all()) {
      if (incident.fault() instanceof Fault.OutOfMemory memory) {
        long everyNs = memory.every().toNanos();
        int turn = 0;
        for (long ns = incident.startNs(); ns < incident.endNs(); ns += everyNs) {
          List<Pod> pods = cluster.serving(memory.service(), ns);
          if (!pods.isEmpty()) {
            Pod pod = pods.get(turn++ % pods.size());
            kills.add(new Kill(incident, pod, ns, ns + memory.down().toNanos()));
          }
        }
      }
    }
    return new Kills(List.copyOf(kills));
  }

  List<Kill> all() {
    return all;
  }

  /** The kill that {@code pod} suffers after {@code fromNs} and until {@code toNs}. */
  Optional<Kill> between(Pod pod, long fromNs, long toNs) {
    return all.stream()
        .filter(kill -> is(kill, pod) && kill.atNs() > fromNs && kill.atNs() <= toNs)
        .findFirst();
  }

  /** The kill after which {@code pod} does not listen again yet. */
  Optional<Kill> down(Pod pod, long ns) {
    return all.stream()
        .filter(kill -> is(kill, pod) && kill.atNs() <= ns && ns < kill.backNs())
        .findFirst();
  }

  private static boolean is(Kill kill, Pod pod) {
    return kill.pod().name().equals(pod.name());
  }
}
