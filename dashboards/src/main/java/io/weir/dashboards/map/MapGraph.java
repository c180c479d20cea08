package io.weir.dashboards.map;

import io.weir.dashboards.answer.PeerView;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who calls whom: all that an arrangement depends on. How much and how well is left out, so that
 * the picture does not change with the traffic.
 *
 * @param groups id of the group of each node, by the node's id
 * @param links from client to server, both among the nodes; nobody calls itself
 */
public record MapGraph(SortedMap<String, String> groups, SortedSet<Link> links) {
  public MapGraph {
    groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    links = Collections.unmodifiableSortedSet(new TreeSet<>(links));
    for (Link link : links) {
      if (!groups.containsKey(link.from()) || !groups.containsKey(link.to())) {
        throw new IllegalArgumentException("link: " + link + " (expected: between known nodes)");
      }
    }
  }

  /**
   * A client and a server.
   *
   * @param client who calls
   * @param server who is called
   */
  public record Call(PeerView client, PeerView server) {}

  /** The graph of some calls. */
  public static MapGraph of(Collection<Call> calls) {
    SortedMap<String, PeerView> peers = new TreeMap<>();
    // More calls out of a peer than into it is above zero.
    Map<String, Integer> balance = new TreeMap<>();
    SortedSet<Link> links = new TreeSet<>();
    for (Call call : calls) {
      String from = NodeId.of(call.client());
      String to = NodeId.of(call.server());
      peers.put(from, call.client());
      peers.put(to, call.server());
      if (!from.equals(to) && links.add(new Link(from, to))) {
        balance.merge(from, 1, Integer::sum);
        balance.merge(to, -1, Integer::sum);
      }
    }
    SortedMap<String, String> groups = new TreeMap<>();
    peers.forEach((id, peer) -> groups.put(id, GroupId.of(peer, balance.getOrDefault(id, 0) >= 0)));
    return new MapGraph(groups, links);
  }
}
