package io.weir.collector.simulation;

import com.google.protobuf.Timestamp;
import io.weir.hubble.flow.Flow;
import io.weir.ingest.v1.Event;
import java.util.PriorityQueue;

/**
 * Keeps what the plan says: sightings in the order of their time, and the truth. Mutable, confined
 * to the simulation's thread; holds as many sightings as are under way at one moment.
 */
final class Recorder {
  static final String SOURCE = "simulated";
  private static final long NS_PER_SECOND = 1_000_000_000L;

  final Truth truth;
  private final PriorityQueue<Sighting> sightings = new PriorityQueue<>();
  private final Dice uuids;
  private final Dice losses;
  private final long startNs;
  private long order;

  Recorder(Truth truth, long seed, long startNs) {
    this.truth = truth;
    this.uuids = Dice.of(seed, "uuid");
    this.losses = Dice.of(seed, "losses");
    this.startNs = startNs;
  }

  PriorityQueue<Sighting> sightings() {
    return sightings;
  }

  /**
   * {@code node} sees a flow.
   *
   * @return false when the report of it is lost
   */
  boolean flow(Node node, long trueNs, Flow.Builder flow) {
    long clockNs = node.clock(trueNs);
    flow.setTime(timestamp(clockNs)).setNodeName(node.name()).setUuid(uuid());
    boolean lost = isLost(node, trueNs);
    add(node, trueNs, Event.newBuilder().setFlow(flow), lost);
    return !lost;
  }

  /** {@code node} reports something of its own, which is never lost. */
  void add(Node node, long trueNs, Event.Builder event) {
    add(node, trueNs, event, false);
  }

  private void add(Node node, long trueNs, Event.Builder event, boolean lost) {
    event.setSource(SOURCE).setNode(node.name()).setObservedAtNs(node.clock(trueNs));
    sightings.add(new Sighting(trueNs, order++, node, event.build(), lost));
  }

  private boolean isLost(Node node, long trueNs) {
    if (node.spec().loses().isEmpty()) {
      return false;
    }
    NodeSpec.Loses loses = node.spec().loses().get();
    long fromNs = startNs + loses.at().toNanos();
    return trueNs >= fromNs
        && trueNs < fromNs + loses.lasts().toNanos()
        && losses.chance(loses.share());
  }

  String uuid() {
    long high = (uuids.next() & ~0xF000L) | 0x4000L;
    long low = (uuids.next() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new java.util.UUID(high, low).toString();
  }

  static Timestamp timestamp(long ns) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(ns, NS_PER_SECOND))
        .setNanos((int) Math.floorMod(ns, NS_PER_SECOND))
        .build();
  }
}
