package io.weir.collector.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What really happened, in windows of 10 s, 1 min and 1 h, {@code [start, start + length)}. Filled
 * by whoever plans, never by whoever reads reports. Mutable, confined to the simulation's thread;
 * as large as edges times windows.
 *
 * <p>Whatever happened counts at the event time that the first node to see it gave it, by that
 * node's clock: this is the best that anybody who has only the reports could know.
 */
public final class Truth {
  /** Window lengths in nanoseconds. */
  public static final List<Long> LENGTHS_NS =
      List.of(10_000_000_000L, 60_000_000_000L, 3_600_000_000_000L);

  /** A request answered within it is good for {@code http-latency}. */
  public static final long HTTP_THRESHOLD_NS = 500_000_000L;

  /** An answer within it is good for {@code dns-latency}. */
  public static final long DNS_THRESHOLD_NS = 100_000_000L;

  /** Who talks to whom. Peers are {@code cluster/namespace/kind/name}. */
  public record Edge(String client, String server, int port, String protocol)
      implements Comparable<Edge> {
    /** As topics name it: {@code client|server|protocol:port}. */
    public String text() {
      return client + "|" + server + "|" + protocol + ":" + port;
    }

    @Override
    public int compareTo(Edge other) {
      return text().compareTo(other.text());
    }
  }

  /** A window of anything that has a text. */
  public record Slot(long lengthNs, long startNs) implements Comparable<Slot> {
    static Slot of(long lengthNs, long ns) {
      return new Slot(lengthNs, Math.floorDiv(ns, lengthNs) * lengthNs);
    }

    @Override
    public int compareTo(Slot other) {
      int byLength = Long.compare(lengthNs, other.lengthNs);
      return byLength != 0 ? byLength : Long.compare(startNs, other.startNs);
    }
  }

  /**
   * Alike drops.
   *
   * @param node {@code cluster/node}
   * @param policy that denied it, {@code namespace/name}; empty when it was no policy
   */
  public record Drop(
      String reason,
      String direction,
      String source,
      String destination,
      int port,
      String protocol,
      String node,
      String policy)
      implements Comparable<Drop> {
    /** What makes it one group. */
    public String text() {
      return String.join(
          "|", reason, direction, source, destination, protocol + ":" + port, node, policy);
    }

    @Override
    public int compareTo(Drop other) {
      return text().compareTo(other.text());
    }
  }

  /** Reports that {@code node} lost; times by its clock, inclusive. */
  public record Loss(String node, long firstNs, long lastNs, long count) {}

  /**
   * An incident, and whom it hurt.
   *
   * @param hit edges and probes on which something went wrong because of it
   */
  public record Incident(
      String name,
      String kind,
      String subject,
      String cause,
      long startNs,
      long endNs,
      SortedSet<String> hit) {}

  private final SortedMap<Edge, SortedMap<Slot, SortedMap<String, Long>>> edges = new TreeMap<>();
  private final SortedMap<Drop, SortedMap<Slot, Long>> drops = new TreeMap<>();
  private final SortedMap<String, SortedMap<Slot, Sli>> probes = new TreeMap<>();
  private final List<Loss> losses = new ArrayList<>();
  private final Map<String, SortedSet<String>> hits = new TreeMap<>();

  /** Counts something that happened on an edge. */
  void count(Edge edge, long ns, String name, long count) {
    for (long length : LENGTHS_NS) {
      edges
          .computeIfAbsent(edge, key -> new TreeMap<>())
          .computeIfAbsent(Slot.of(length, ns), key -> new TreeMap<>())
          .merge(name, count, Long::sum);
    }
  }

  /** Says that {@code lost} reports about what counts in these windows never came. */
  void unseen(Edge edge, Iterable<Long> times, long lost) {
    SortedSet<Slot> slots = new TreeSet<>();
    for (long ns : times) {
      LENGTHS_NS.forEach(length -> slots.add(Slot.of(length, ns)));
    }
    for (Slot slot : slots) {
      edges
          .computeIfAbsent(edge, key -> new TreeMap<>())
          .computeIfAbsent(slot, key -> new TreeMap<>())
          .merge(Counts.UNSEEN, lost, Long::sum);
    }
  }

  void drop(Drop drop, long ns) {
    for (long length : LENGTHS_NS) {
      drops.computeIfAbsent(drop, key -> new TreeMap<>()).merge(Slot.of(length, ns), 1L, Long::sum);
    }
  }

  void probe(String id, long ns, boolean good) {
    for (long length : LENGTHS_NS) {
      probes
          .computeIfAbsent(id, key -> new TreeMap<>())
          .merge(Slot.of(length, ns), new Sli(good ? 1 : 0, 1), Sli::plus);
    }
  }

  void loss(Loss loss) {
    losses.add(loss);
  }

  void hit(String incident, String whom) {
    hits.computeIfAbsent(incident, key -> new TreeSet<>()).add(whom);
  }

  /** Counts by edge, window and {@linkplain Counts name}. */
  public SortedMap<Edge, SortedMap<Slot, SortedMap<String, Long>>> edges() {
    return Collections.unmodifiableSortedMap(edges);
  }

  public SortedMap<Drop, SortedMap<Slot, Long>> drops() {
    return Collections.unmodifiableSortedMap(drops);
  }

  /** The indicator of each probe. */
  public SortedMap<String, SortedMap<Slot, Sli>> probes() {
    return Collections.unmodifiableSortedMap(probes);
  }

  /** By node and time. */
  public List<Loss> losses() {
    return Collections.unmodifiableList(losses);
  }

  /** Whom an incident has hurt so far. */
  SortedSet<String> hit(String incident) {
    return new TreeSet<>(hits.getOrDefault(incident, Collections.emptySortedSet()));
  }
}
