package io.weir.collector.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Packets of one direction of a conversation: those that came through. They are counted where they
 * are given to their receiver; where nobody on that side reports any of them, where they left the
 * sender. Mutable while the conversation is planned.
 */
final class Packets {
  private final List<Long> received = new ArrayList<>();
  private final List<Long> sent = new ArrayList<>();
  private boolean receiversSideReports;

  /** One was reported at an event time, on the receiver's side or on the sender's. */
  void seen(boolean receivers, long stampNs) {
    receiversSideReports |= receivers;
    (receivers ? received : sent).add(stampNs);
  }

  /** One was reported as dropped. */
  void dropped(boolean receivers) {
    receiversSideReports |= receivers;
  }

  /** Nothing is added from here on. */
  void count(Truth truth, Truth.Edge edge) {
    for (long stampNs : receiversSideReports ? received : sent) {
      truth.count(edge, stampNs, Counts.DELIVERED, 1);
    }
  }
}
