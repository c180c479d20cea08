package io.weir.streams.edge;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.Verdict;
import io.weir.series.v1.Edge;
import java.util.Arrays;

/**
 * Packets of one direction of a conversation, each counted at one place: the one that is nearest to
 * the receiver of those that report. Mutable, part of a {@link Conversation}.
 *
 * <p>What was counted at a place is taken back when a nearer one shows up, however late, within the
 * last {@link #SLOTS_MAX} shortest windows in which it counted.
 */
public final class Delivery {
  /** Windows of ten seconds whose counts can be taken back. */
  public static final int SLOTS_MAX = 8;

  /** No packet was seen, or none of the packets that a flow is about. */
  static final int NOWHERE = 0;

  /** Nothing is nearer: the packet is with its receiver. */
  static final int RECEIVED = 7;

  private static final int RECEIVERS_SIDE = 5;
  private static final long[] NO_SLOTS = {};
  private static final Edge[] NO_EDGES = {};

  private int rank = NOWHERE;
  private long[] slots = NO_SLOTS;
  private long[] counts = NO_SLOTS;
  private Edge[] edges = NO_EDGES;

  /** How near to its receiver the packet was seen; larger is nearer. */
  static int rank(Flow flow, boolean fromClient) {
    if (flow.getEventType().getType() == FlowFacts.EVENT_POLICY_VERDICT || FlowFacts.isL7(flow)) {
      return NOWHERE; // about a packet, but no packet
    }
    TrafficDirection direction = flow.getTrafficDirection();
    boolean known = direction == TrafficDirection.INGRESS || direction == TrafficDirection.EGRESS;
    if (known && fromClient == (direction == TrafficDirection.INGRESS)) {
      return switch (flow.getTraceObservationPoint()) {
        case TO_ENDPOINT, TO_HOST -> RECEIVED;
        case UNKNOWN_POINT -> RECEIVERS_SIDE;
        default -> RECEIVERS_SIDE + 1;
      };
    }
    return switch (flow.getTraceObservationPoint()) {
      case TO_NETWORK -> 4;
      case TO_OVERLAY, TO_CRYPTO -> 3;
      case TO_STACK, TO_ENDPOINT, TO_HOST -> 2;
      default -> 1;
    };
  }

  /** True when the packet went on from where it was seen. */
  static boolean isForwarded(Flow flow) {
    return flow.getVerdict() == Verdict.FORWARDED || flow.getVerdict() == Verdict.REDIRECTED;
  }

  /** Counts a packet that was seen at a place of {@code seenAt}. */
  void onPacket(Flow flow, int seenAt, Edge edge, long timeNs, Deltas deltas) {
    boolean forwarded = isForwarded(flow);
    int place = seenAt;
    if (!forwarded) {
      if (flow.getVerdict() != Verdict.DROPPED || seenAt < RECEIVERS_SIDE) {
        return;
      }
      // Whoever drops at the receiver's side also reports there what it lets through.
      place = RECEIVERS_SIDE;
    }
    if (place > rank) {
      for (int i = 0; i < slots.length; i++) {
        deltas.delivered(edges[i], Deltas.startNs(slots[i]), -counts[i]);
      }
      slots = NO_SLOTS;
      counts = NO_SLOTS;
      edges = NO_EDGES;
      rank = place;
    }
    if (forwarded && place == rank) {
      deltas.delivered(edge, timeNs, 1);
      if (rank < RECEIVED) {
        remember(edge, Deltas.slot(timeNs));
      }
    }
  }

  private void remember(Edge edge, long slot) {
    for (int i = slots.length - 1; i >= 0; i--) {
      if (slots[i] == slot && edges[i].equals(edge)) {
        counts[i]++;
        return;
      }
    }
    if (slots.length >= SLOTS_MAX) {
      forgetOldest();
    }
    put(slot, 1, edge);
  }

  private void forgetOldest() {
    int oldest = 0;
    for (int i = 1; i < slots.length; i++) {
      oldest = slots[i] < slots[oldest] ? i : oldest;
    }
    int last = slots.length - 1;
    slots[oldest] = slots[last];
    counts[oldest] = counts[last];
    edges[oldest] = edges[last];
    slots = Arrays.copyOf(slots, last);
    counts = Arrays.copyOf(counts, last);
    edges = Arrays.copyOf(edges, last);
  }

  private void put(long slot, long count, Edge edge) {
    int size = slots.length;
    slots = Arrays.copyOf(slots, size + 1);
    counts = Arrays.copyOf(counts, size + 1);
    edges = Arrays.copyOf(edges, size + 1);
    slots[size] = slot;
    counts[size] = count;
    edges[size] = edge;
  }

  /** The nearest place so far. */
  public int rank() {
    return rank;
  }

  /** What can be taken back: windows by number, packets and edges. */
  public int size() {
    return slots.length;
  }

  public long slot(int i) {
    return slots[i];
  }

  public long count(int i) {
    return counts[i];
  }

  public Edge edge(int i) {
    return edges[i];
  }

  /** Puts back a rank. */
  public void restore(int was) {
    rank = was;
  }

  /** Puts back one window. */
  public void restore(long slot, long count, Edge edge) {
    put(slot, count, edge);
  }
}
