package io.weir.collector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.ConfigException;
import io.weir.event.v1.Probe;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.Verdict;
import io.weir.ingest.v1.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What each fault looks like to those who report it, in a cluster of two services. */
class FaultsTest {
  private static final String CLUSTER =
      """
      duration: 40s
      nodes: [{name: a}, {name: b}]
      services:
        client: {replicas: 1, proxy: none, calls: [{to: server}]}
        server: {replicas: 1, probe: true, memory-bytes: 64MiB}
      traffic: [{from: world, to: client, rate: 2}]
      """;

  private final List<Event> events = new ArrayList<>();

  @Test
  void aDeniedConnectionIsSeenLeavingDeniedAndDroppedOnEachTry() throws ConfigException {
    Truth truth =
        run("policy-denial: {from: client, to: server, policy: no, side: ingress}", CLUSTER);
    Map<String, Long> counts = hour(truth, "client", "server");
    long attempts = Counts.get(counts, Counts.ATTEMPTS);
    assertThat(attempts).isPositive();
    assertThat(Counts.get(counts, Counts.UNANSWERED)).isEqualTo(attempts);
    assertThat(Counts.get(counts, Counts.RETRANSMITS)).isEqualTo(2 * attempts);
    assertThat(Counts.get(counts, Counts.DROPS + "POLICY_DENY")).isEqualTo(3 * attempts);
    assertThat(Counts.get(counts, Counts.REQUESTS)).isZero();
    List<Flow> dropped = flows(Verdict.DROPPED);
    assertThat(dropped).hasSize((int) (6 * attempts));
    assertThat(dropped)
        .allSatisfy(
            flow -> {
              assertThat(flow.getTrafficDirection()).isEqualTo(TrafficDirection.INGRESS);
              assertThat(flow.getL4().getTCP().getFlags().getSYN()).isTrue();
              boolean verdict = flow.getEventType().getType() == 5;
              assertThat(flow.getIngressDeniedByCount()).isEqualTo(verdict ? 1 : 0);
            });
    assertThat(truth.drops().keySet())
        .singleElement()
        .satisfies(drop -> assertThat(drop.policy()).isEqualTo("shop/no"));
    // The client's answer tells its own caller.
    assertThat(Counts.get(hour(truth, "World", "client"), Counts.ATTEMPTS)).isPositive();
  }

  @Test
  void anEgressDenialNeverLeavesTheClientsNode() throws ConfigException {
    Truth truth =
        run("policy-denial: {from: client, to: server, policy: no, side: egress}", CLUSTER);
    long attempts = Counts.get(hour(truth, "client", "server"), Counts.ATTEMPTS);
    assertThat(Counts.get(hour(truth, "client", "server"), Counts.FLOWS)).isEqualTo(6 * attempts);
    assertThat(flows(Verdict.DROPPED))
        .allSatisfy(
            flow -> assertThat(flow.getTrafficDirection()).isEqualTo(TrafficDirection.EGRESS));
  }

  @Test
  void whoDoesNotListenRefusesAtOnce() throws ConfigException {
    Map<String, Long> counts =
        hour(run("service-down: {service: server}", CLUSTER), "client", "server");
    long attempts = Counts.get(counts, Counts.ATTEMPTS);
    assertThat(attempts).isPositive();
    assertThat(Counts.get(counts, Counts.REFUSED)).isEqualTo(attempts);
    // SYN and reset, each on both nodes.
    assertThat(Counts.get(counts, Counts.FLOWS)).isEqualTo(4 * attempts);
    assertThat(events.stream().filter(Event::hasProbe).map(Event::getProbe))
        .isNotEmpty()
        .allSatisfy(probe -> assertThat(probe.getFailure()).isEqualTo(Probe.FailureClass.CONNECT));
  }

  @Test
  void lossOnTheWireIsSeenBeforeItAndNotBehind() throws ConfigException {
    Truth truth = run("packet-loss: {from: a, to: b, share: 1}", CLUSTER);
    Map<String, Long> counts = hour(truth, "client", "server");
    long attempts = Counts.get(counts, Counts.ATTEMPTS);
    assertThat(Counts.get(counts, Counts.UNANSWERED)).isEqualTo(attempts);
    assertThat(Counts.get(counts, Counts.FLOWS)).isEqualTo(3 * attempts);
    assertThat(truth.drops()).isEmpty();
  }

  @Test
  void anExpiredCertificateLeavesConnectionsWithoutRequests() throws ConfigException {
    Map<String, Long> counts =
        hour(run("expired-certificate: {service: server}", CLUSTER), "client", "server");
    assertThat(Counts.get(counts, Counts.ESTABLISHED)).isPositive();
    assertThat(Counts.get(counts, Counts.CLOSED)).isEqualTo(Counts.get(counts, Counts.ESTABLISHED));
    assertThat(Counts.get(counts, Counts.REQUESTS)).isZero();
    assertThat(events.stream().filter(Event::hasProbe).map(Event::getProbe))
        .isNotEmpty()
        .allSatisfy(probe -> assertThat(probe.getFailure()).isEqualTo(Probe.FailureClass.TLS));
  }

  @Test
  void aBadRolloutGivesNewPodsAndTheirErrorsEndWithThem() throws ConfigException {
    Map<String, Long> counts =
        hour(
            run("bad-rollout: {service: server, share: 1, status: 500}", CLUSTER),
            "client",
            "server");
    assertThat(Counts.get(counts, Counts.RESPONSES + "500"))
        .isPositive()
        .isEqualTo(Counts.get(counts, Counts.REQUESTS));
    assertThat(
            events.stream()
                .map(Event::getFlow)
                .filter(flow -> flow.getL7().getHttp().getCode() == 500))
        .isNotEmpty()
        .allSatisfy(
            flow -> assertThat(flow.getSource().getLabelsList()).contains("k8s:version=v2"));
  }

  @Test
  void aFullConnectionTableDropsForThatReason() throws ConfigException {
    Truth truth =
        run("datapath-drops: {node: b, reason: ct-map-insertion-failed, share: 1}", CLUSTER);
    Map<String, Long> counts = hour(truth, "client", "server");
    assertThat(Counts.get(counts, Counts.DROPS + "CT_MAP_INSERTION_FAILED"))
        .isPositive()
        .isEqualTo(3 * Counts.get(counts, Counts.ATTEMPTS));
    assertThat(Counts.indicators(counts).get("delivery").good())
        .as("what the client's node let go and the server's dropped did not come through")
        .isZero();
  }

  @Test
  void theKernelsKillIsReportedOnceForEach() throws ConfigException {
    Truth truth = run("out-of-memory: {service: server, every: 10s, down: 1s}", CLUSTER);
    long kills =
        events.stream()
            .filter(Event::hasResource)
            .mapToLong(e -> e.getResource().getOomKills())
            .sum();
    assertThat(kills).as("at 0, 10, 20 and 30 s").isEqualTo(4);
    assertThat(Counts.get(hour(truth, "client", "server"), Counts.REFUSED)).isPositive();
  }

  @Test
  void addressesAndPortsAreReusedByOtherServicesAfterARollout() throws ConfigException {
    Scenario scenario = ScenarioFiles.read("address-reuse");
    Simulation simulation = new Simulation(scenario, 1, 1);
    Map<String, Set<String>> owners = new HashMap<>();
    simulation.forEachRemaining(
        arrival -> {
          Flow flow = arrival.event().getFlow();
          if (!flow.getSource().getPodName().isEmpty()) {
            owners
                .computeIfAbsent(flow.getIP().getSource(), ip -> new HashSet<>())
                .add(flow.getSource().getLabels(0));
          }
        });
    assertThat(owners.values()).anySatisfy(apps -> assertThat(apps).hasSizeGreaterThan(1));
  }

  /** The fault lasts longer than anything in the scenario. */
  private Truth run(String fault, String cluster) throws ConfigException {
    Scenario scenario =
        Scenario.read(
            "test.yaml",
            cluster
                + "incidents:\n  - {name: it, at: 0s, lasts: 2m, cause: test, "
                + fault
                + "}\n");
    Simulation simulation = new Simulation(scenario, 1, 1);
    simulation.forEachRemaining(arrival -> events.add(arrival.event()));
    assertThat(simulation.incidents().get(0).hit()).isNotEmpty();
    return simulation.truth();
  }

  private List<Flow> flows(Verdict verdict) {
    return events.stream().map(Event::getFlow).filter(f -> f.getVerdict() == verdict).toList();
  }

  /** All counts of the edges between two, over the whole scenario. */
  private static Map<String, Long> hour(Truth truth, String client, String server) {
    Map<String, Long> sums = new TreeMap<>();
    truth
        .edges()
        .forEach(
            (edge, slots) -> {
              if (edge.client().contains("/" + client) && edge.server().endsWith("/" + server)) {
                slots.forEach(
                    (slot, counts) -> {
                      if (slot.lengthNs() == Truth.LENGTHS_NS.get(2)) {
                        counts.forEach((name, count) -> sums.merge(name, count, Long::sum));
                      }
                    });
              }
            });
    return sums;
  }
}
