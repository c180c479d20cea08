package io.weir.streams.edge;

import io.weir.series.v1.Edge;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what one flow adds: to its own edge and time, and, where it shows something earlier in
 * another light, to other times. What falls into the flow's own shortest window joins the flow's
 * own counts, so most flows add one delta. Mutable, used for one flow.
 */
final class Deltas {
  /** The shortest window. All longer ones are multiples of it: equal slots are equal windows. */
  private static final long SLOT_NS = 10_000_000_000L;

  private List<EdgeDelta> others = List.of();
  private Edge edge = Edge.getDefaultInstance();
  private long slot = Long.MIN_VALUE;
  private long timeNs;
  private NamedCounts reporter = NamedCounts.NONE;
  private NamedCounts verdict = NamedCounts.NONE;
  private NamedCounts drops = NamedCounts.NONE;
  private TcpTally tcp = TcpTally.NONE;
  private HttpTally http = HttpTally.NONE;
  private DnsTally dns = DnsTally.NONE;
  private KafkaTally kafka = KafkaTally.NONE;
  private long delivered;

  /** The slot of a time: two times of one slot count in the same windows. */
  static long slot(long timeNs) {
    return Math.floorDiv(timeNs, SLOT_NS);
  }

  /** The time at which a slot begins. */
  static long startNs(long slot) {
    return slot * SLOT_NS;
  }

  /** What the flow itself counts, once. */
  void own(Edge edge, long timeNs, NamedCounts reporter, NamedCounts verdict, NamedCounts drops) {
    this.edge = edge;
    this.timeNs = timeNs;
    this.slot = slot(timeNs);
    this.reporter = reporter;
    this.verdict = verdict;
    this.drops = drops;
  }

  /** More of the flow's own. */
  void own(HttpTally http, KafkaTally kafka) {
    this.http = this.http.plus(http);
    this.kafka = this.kafka.plus(kafka);
  }

  void add(Edge edge, long timeNs, TcpTally tally) {
    if (isOwn(edge, timeNs)) {
      tcp = tcp.plus(tally);
    } else {
      add(new EdgeDelta(edge, timeNs, EdgeCounts.NONE.plus(tally)));
    }
  }

  void add(Edge edge, long timeNs, DnsTally tally) {
    if (isOwn(edge, timeNs)) {
      dns = dns.plus(tally);
    } else {
      add(new EdgeDelta(edge, timeNs, EdgeCounts.NONE.plus(tally)));
    }
  }

  void add(Edge edge, long timeNs, HttpTally http, KafkaTally kafka) {
    if (isOwn(edge, timeNs)) {
      own(http, kafka);
    } else {
      add(new EdgeDelta(edge, timeNs, EdgeCounts.NONE.plus(http).plus(kafka)));
    }
  }

  void delivered(Edge edge, long timeNs, long packets) {
    if (isOwn(edge, timeNs)) {
      delivered += packets;
    } else {
      add(new EdgeDelta(edge, timeNs, EdgeCounts.NONE.plusDelivered(packets)));
    }
  }

  private void add(EdgeDelta other) {
    if (others.isEmpty()) {
      others = new ArrayList<>(4); // few flows come here
    }
    others.add(other);
  }

  // By identity: a connection builds its edge once. Another instance costs a delta, nothing else.
  @SuppressWarnings("ReferenceEquality")
  private boolean isOwn(Edge other, long otherNs) {
    return other == edge && slot(otherNs) == slot;
  }

  /** The flow's own delta first, where there is one. */
  List<EdgeDelta> toList() {
    if (slot == Long.MIN_VALUE) {
      return others;
    }
    EdgeDelta first = new EdgeDelta(edge, timeNs, counts());
    if (others.isEmpty()) {
      return List.of(first);
    }
    others.add(0, first);
    return others;
  }

  private EdgeCounts counts() {
    return new EdgeCounts(
        timeNs,
        timeNs,
        1,
        reporter,
        verdict,
        tcp,
        http,
        dns,
        kafka,
        drops,
        0,
        0,
        0,
        CustomTally.NONE,
        delivered);
  }
}
