package io.weir.dashboards.map;

import io.weir.dashboards.answer.Diagnosis;
import io.weir.dashboards.answer.Health;
import io.weir.dashboards.answer.PeerView;
import io.weir.dashboards.answer.Traffic;
import io.weir.dashboards.map.Arrangement.Spot;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of the peers, at one time or two. Confined to the thread that answers. */
final class NodeFacts {
  private static final Diagnosis NOT_CALLED =
      new Diagnosis(Health.UNKNOWN, Optional.empty(), "Nothing seen that calls it.");

  private final Times now;
  private final Optional<Times> before;

  private NodeFacts(Times now, Optional<Times> before) {
    this.now = now;
    this.before = before;
  }

  /** One span of time: who was there, and what they answered. */
  private record Times(
      Duration span, Set<PeerView> peers, Map<String, Traffic> servers, Set<String> dnsServers) {
    static Times of(MapRollup rollup) {
      Set<PeerView> peers = new HashSet<>();
      rollup
          .calls()
          .forEach(
              call -> {
                peers.add(call.client());
                peers.add(call.server());
              });
      return new Times(rollup.span(), peers, rollup.servers(), rollup.dnsServers());
    }

    /** Empty when the peer was not there; a peer that only called answered nothing. */
    Optional<Traffic> traffic(PeerView peer, String id) {
      return peers.contains(peer)
          ? Optional.of(servers.getOrDefault(id, Traffic.NONE))
          : Optional.empty();
    }

    Numbers numbers(Traffic traffic) {
      Numbers numbers = Numbers.of(traffic, span);
      return traffic.flows() == 0 ? numbers.diagnosed(NOT_CALLED) : numbers;
    }
  }

  static NodeFacts of(MapRollup now, Optional<MapRollup> before) {
    return new NodeFacts(Times.of(now), before.map(Times::of));
  }

  MapNode node(PeerView peer, Arrangement arrangement) {
    String id = NodeId.of(peer);
    Spot spot = arrangement.nodes().get(id);
    if (spot == null) {
      throw new IllegalArgumentException("node: " + id + " (expected: one with a place)");
    }
    Optional<Traffic> traffic = now.traffic(peer, id);
    Optional<Traffic> past = before.flatMap(times -> times.traffic(peer, id));
    boolean dns =
        now.dnsServers().contains(id)
            || (traffic.isEmpty()
                && before.filter(times -> times.dnsServers().contains(id)).isPresent());
    Optional<String> rule = Infrastructure.ruleFor(peer, dns);
    return new MapNode(
        id,
        peer,
        spot.group(),
        spot.place(),
        rule.isPresent(),
        rule,
        now.numbers(traffic.orElse(Traffic.NONE)),
        before.map(times -> Change.between(past, traffic)),
        before.flatMap(times -> past.map(times::numbers)));
  }
}
