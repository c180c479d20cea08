package io.weir.streams.edge;

import io.weir.hubble.flow.Flow;
import io.weir.topic.TopicKeys;
import java.time.Duration;

/**
 * Tells the conversations of one pair of addresses and ports apart: which one a flow belongs to, or
 * that it begins another.
 *
 * <p>TCP says so with a SYN after the end. The end is what the SYN's own node saw; one that has not
 * reported it may be behind, or its clock ahead, so there the SYN is another connection's only when
 * it is later than clocks may be apart. Datagrams say nothing: a long silence, or another pod at
 * one of the addresses, begins another exchange.
 *
 * <p>Limit, on purpose: of two conversations within {@link #LONG_SILENCE} of which the earlier is
 * reported last, both SYNs are taken for tries of one.
 */
final class Conversations {
  /** After such a silence a SYN, or the next datagram, is a new connection on old addresses. */
  static final Duration LONG_SILENCE = Duration.ofMinutes(2);

  /** How far the clocks of two nodes may be apart before a connection counts twice. */
  static final long CLOCKS_APART_NS = Duration.ofSeconds(1).toNanos();

  private static final long SILENCE_NS = LONG_SILENCE.toNanos();

  private Conversations() {}

  /** The conversation of {@code flow}; one that begins is part of {@code connection} now. */
  static Conversation of(Connection connection, Flow flow, long timeNs) {
    Conversation newest = connection.newest;
    if (newest.lastNs == 0) {
      return newest;
    }
    boolean tcp = flow.getL4().hasTCP();
    boolean syn = tcp && Handshakes.isSyn(flow);
    if (connection.former.isEmpty()) {
      return holds(newest, flow, tcp, syn, timeNs) ? newest : begin(connection, timeNs);
    }
    return syn ? ofSyn(connection, flow, timeNs) : ofOther(connection, flow, tcp, timeNs);
  }

  /** True when the conversation has begun, and a flow of TCP is part of it. */
  static boolean continues(Conversation conversation, Flow flow, long timeNs) {
    return conversation.lastNs != 0
        && holds(conversation, flow, true, Handshakes.isSyn(flow), timeNs);
  }

  private static boolean holds(
      Conversation conversation, Flow flow, boolean tcp, boolean syn, long timeNs) {
    if (!tcp) {
      return holdsDatagram(conversation, flow, timeNs);
    }
    return syn ? holdsSyn(conversation, flow, timeNs) : holdsSegment(conversation, flow, timeNs);
  }

  // The oldest that may have sent it: a later conversation would take it for an early try.
  private static Conversation ofSyn(Connection connection, Flow flow, long timeNs) {
    for (Conversation earlier : connection.former) {
      if (timeNs >= earlier.startNs() - CLOCKS_APART_NS && holdsSyn(earlier, flow, timeNs)) {
        return earlier;
      }
    }
    return holdsSyn(connection.newest, flow, timeNs)
        ? connection.newest
        : begin(connection, timeNs);
  }

  private static Conversation ofOther(Connection connection, Flow flow, boolean tcp, long timeNs) {
    Conversation newest = connection.newest;
    if (timeNs >= newest.startNs() && holds(newest, flow, tcp, false, timeNs)) {
      return newest;
    }
    Conversation straggler = newest;
    for (Conversation earlier : connection.former) {
      if (timeNs >= earlier.startNs() && holds(earlier, flow, tcp, false, timeNs)) {
        straggler = earlier; // the latest that had begun
      }
    }
    boolean over = straggler.endNs() != 0 && timeNs > straggler.endNs() + CLOCKS_APART_NS;
    if (straggler != newest && !over) {
      return straggler;
    }
    if (holds(newest, flow, tcp, false, timeNs)) {
      return newest;
    }
    // After the end of one and long before the next: closing takes its time.
    return straggler == newest ? begin(connection, timeNs) : straggler;
  }

  private static Conversation begin(Connection connection, long timeNs) {
    Conversation next = new Conversation();
    next.firstNs = timeNs;
    if (timeNs >= connection.newest.startNs()) {
      connection.begin(next);
    } else {
      connection.insert(next);
    }
    return next;
  }

  private static boolean holdsSyn(Conversation conversation, Flow flow, long timeNs) {
    if (timeNs > conversation.lastNs + SILENCE_NS || timeNs < conversation.startNs() - SILENCE_NS) {
      return false;
    }
    long answeredNs = NodeView.earlier(conversation.evidenceNs, conversation.serverRstNs);
    if (answeredNs == 0) {
      return true;
    }
    // Nobody repeats a SYN that was answered.
    long ownEndNs = Handshakes.endSeenBy(conversation, flow.getNodeName());
    return timeNs <= answeredNs + CLOCKS_APART_NS && (ownEndNs == 0 || timeNs <= ownEndNs);
  }

  private static boolean holdsSegment(Conversation conversation, Flow flow, long timeNs) {
    if (conversation.synNs != 0 && timeNs < conversation.synNs - CLOCKS_APART_NS) {
      // Only what came of a try that failed, and whose SYN is yet to come in, can be so early.
      return timeNs >= conversation.synNs - SILENCE_NS && Handshakes.isHalfOpen(flow);
    }
    // A connection may be idle for long; one that ended, or never was, is not.
    return timeNs <= conversation.lastNs + SILENCE_NS
        || !(conversation.endNs() != 0
            || (conversation.synNs != 0 && conversation.evidenceNs == 0));
  }

  private static boolean holdsDatagram(Conversation conversation, Flow flow, long timeNs) {
    return timeNs <= conversation.lastNs + SILENCE_NS
        && timeNs >= conversation.firstNs - SILENCE_NS
        && !hasOtherPods(conversation, flow);
  }

  private static boolean hasOtherPods(Conversation conversation, Flow flow) {
    boolean fromClient =
        conversation.isFromClient(flow.getIP().getSource(), TopicKeys.sourcePort(flow.getL4()));
    String source = flow.getSource().getPodName();
    String destination = flow.getDestination().getPodName();
    return differ(conversation.clientPod, fromClient ? source : destination)
        || differ(conversation.serverPod, fromClient ? destination : source);
  }

  private static boolean differ(String known, String pod) {
    return !known.isEmpty() && !pod.isEmpty() && !known.equals(pod);
  }
}
