package io.weir.collector.simulation;

import io.weir.config.ConfigException;
import io.weir.config.ConfigReader;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A made cluster and what happens in it.
 *
 * @param summary what happens, in one line
 * @param find what an on-call engineer should find
 * @param cluster name of the cluster
 * @param namespace of services that name none
 * @param start when it begins, {@code 2024-03-04T09:00:00Z}
 * @param duration how long requests begin; those under way are finished
 * @param services by name of the workload
 * @param outside hosts outside of the cluster by DNS name
 * @param rollouts times at which a service's pods are replaced, and addresses with them
 * @param resends share of batches that reach Kafka twice, as after a lost acknowledgement
 */
public record Scenario(
    String summary,
    String find,
    String cluster,
    String namespace,
    String start,
    Duration duration,
    List<NodeSpec> nodes,
    Map<String, ServiceSpec> services,
    Map<String, OutsideSpec> outside,
    List<TrafficSpec> traffic,
    List<Rollout> rollouts,
    double resends,
    List<IncidentSpec> incidents) {
  private static final Duration DURATION_MAX = Duration.ofDays(7);
  private static final int NODES_MAX = 200;

  /** Nothing happens; what a file does not say is taken from here. */
  static final Scenario DEFAULT =
      new Scenario(
          "",
          "",
          "shop",
          "shop",
          "2024-03-04T09:00:00Z",
          Duration.ofMinutes(2),
          List.of(),
          Map.of(),
          Map.of(),
          List.of(),
          List.of(),
          0,
          List.of());

  /** The pods of {@code service} are replaced one after the other, beginning at {@code at}. */
  public record Rollout(String service, Duration at) {
    public Rollout {
      Rules.text("service", service);
      Rules.notNegative("at", at);
    }
  }

  public Scenario {
    Rules.text("cluster", cluster);
    Rules.text("namespace", namespace);
    instant(start);
    Rules.require(
        duration.compareTo(Duration.ofSeconds(1)) >= 0 && duration.compareTo(DURATION_MAX) <= 0,
        "duration",
        duration,
        "1s to 7d");
    Rules.require(
        nodes.size() <= NODES_MAX, "nodes", nodes.size() + " of them", "at most " + NODES_MAX);
    Set<String> names = new HashSet<>();
    for (NodeSpec node : nodes) {
      Rules.require(names.add(node.name()), "nodes", node.name() + " twice", "each once");
    }
    Rules.share("resends", resends);
    new References(names, services, outside).check(traffic, rollouts, incidents);
  }

  /**
   * The scenario in {@code yaml}.
   *
   * @param fileName for messages
   * @throws ConfigException if anything is wrong, with everything that is wrong
   */
  public static Scenario read(String fileName, String yaml) throws ConfigException {
    return ConfigReader.read(Scenario.class, DEFAULT, fileName, yaml, Map.of());
  }

  /** When it begins. */
  public Instant startTime() {
    return instant(start);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "start: " + text + " (expected: a time, for example 2024-03-04T09:00:00Z)", e);
    }
  }

  /** Who is named must exist. */
  private record References(
      Set<String> nodes, Map<String, ServiceSpec> services, Map<String, OutsideSpec> outside) {
    private static final int RESOLVERS_MAX = 1;

    void check(List<TrafficSpec> traffic, List<Rollout> rollouts, List<IncidentSpec> incidents) {
      Rules.require(
          services.values().stream().filter(s -> s.protocol() == ServiceSpec.Protocol.DNS).count()
              <= RESOLVERS_MAX,
          "services",
          "two of protocol dns",
          "one resolver at most");
      Rules.require(
          services.isEmpty() || !nodes.isEmpty(), "nodes", "none", "one or more for the pods");
      services.forEach(
          (name, spec) -> {
            spec.calls()
                .forEach(call -> target("services", name + " calls " + call.to(), call.to()));
            circle(name, name, 0);
          });
      for (TrafficSpec one : traffic) {
        if (!one.from().equals(TrafficSpec.WORLD)) {
          service("traffic", one.from());
        }
        target("traffic", one.to(), one.to());
      }
      rollouts.forEach(rollout -> service("rollouts", rollout.service()));
      incidents.forEach(incident -> fault(incident.fault()));
    }

    private void fault(Fault fault) {
      String key = "incidents";
      if (fault instanceof Fault.PolicyDenial denial) {
        service(key, denial.from());
        service(key, denial.to());
      } else if (fault instanceof Fault.SlowDependency slow) {
        target(key, slow.service(), slow.service());
      } else if (fault instanceof Fault.NodePressure || fault instanceof Fault.DatapathDrops) {
        known(key, fault.subject(), fault.subject(), nodes);
      } else if (fault instanceof Fault.PacketLoss loss) {
        known(key, loss.from(), loss.from(), nodes);
        known(key, loss.to(), loss.to(), nodes);
      } else if (!(fault instanceof Fault.DnsFailure)) {
        service(key, fault.subject());
      }
    }

    private void service(String key, String name) {
      known(key, name, name, services.keySet());
    }

    private void target(String key, String said, String name) {
      Set<String> all = new TreeSet<>(services.keySet());
      all.addAll(outside.keySet());
      known(key, said, name, all);
    }

    private static void known(String key, String said, String name, Collection<String> names) {
      Rules.require(
          names.contains(name), key, said, "one of " + String.join(", ", new TreeSet<>(names)));
    }

    private void circle(String first, String name, int depth) {
      ServiceSpec spec = services.get(name);
      if (spec == null) {
        return; // outside
      }
      for (ServiceSpec.Call call : spec.calls()) {
        Rules.require(
            !call.to().equals(first) && depth < services.size(),
            "services",
            name + " calls " + call.to() + " in a circle",
            "calls that come to an end");
        circle(first, call.to(), depth + 1);
      }
    }
  }
}
