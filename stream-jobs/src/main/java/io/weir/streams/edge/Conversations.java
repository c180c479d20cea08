package io.weir.streams.edge;

import io.weir.hubble.flow.Flow;
import io.weir.topic.TopicKeys;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells the conversations of one pair of addresses and ports apart: which one a flow belongs to, or
 * that it begins another.
 *
 * <p>TCP says so with a SYN after the answer or the end that the SYN's own node saw: one clock. A
 * node that reports a connection for the first time may be behind with its reports, or its clock
 * ahead: its SYN is that of a connection that others reported when it fits it as clocks usually
 * are, {@link #CLOCKS_APART_NS}; else that of the oldest connection of which it has not reported
 * the SYN, up to {@link #CLOCKS_APART_MAX_NS} after the answer. Datagrams say nothing: a long
 * silence, or another pod at one of the addresses, begins another exchange.
 *
 * <p>Limits, on purpose: of two conversations within {@link #LONG_SILENCE} of which the earlier is
 * reported last, both SYNs are taken for tries of one. A port that is used again within {@link
 * #CLOCKS_APART_MAX_NS}, by a node that did not report the connection before, joins it until
 * another node reports the new one.
 */
final class Conversations {
  /** After such a silence a SYN, or the next datagram, is a new connection on old addresses. */
  static final Duration LONG_SILENCE = Duration.ofMinutes(2);

  /** How far the clocks of two nodes are apart, unless one of them is wrong. */
  static final long CLOCKS_APART_NS = Duration.ofSeconds(1).toNanos();

  /** How far the clocks of two nodes may be apart before a connection counts twice. */
  static final long CLOCKS_APART_MAX_NS = Duration.ofSeconds(10).toNanos();

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
    return syn
        ? holdsSyn(conversation, flow.getNodeName(), timeNs, CLOCKS_APART_MAX_NS)
        : holdsSegment(conversation, flow, timeNs);
  }

  // The oldest that may have sent it: a later conversation would take it for an early try.
  private static Conversation ofSyn(Connection connection, Flow flow, long timeNs) {
    String node = flow.getNodeName();
    Conversation newest = connection.newest;
    for (Conversation earlier : connection.former) {
      if (holdsSynAround(earlier, node, timeNs, CLOCKS_APART_NS)) {
        return earlier;
      }
    }
    if (holdsSynAround(newest, node, timeNs, CLOCKS_APART_NS)) {
      return newest;
    }
    // None as clocks usually are.
    for (Conversation earlier : connection.former) {
      if (holdsSynAround(earlier, node, timeNs, CLOCKS_APART_MAX_NS)) {
        return earlier;
      }
    }
    return holdsSyn(newest, node, timeNs, CLOCKS_APART_MAX_NS) ? newest : begin(connection, timeNs);
  }

  private static boolean holdsSynAround(
      Conversation conversation, String node, long timeNs, long apartNs) {
    return timeNs >= conversation.startNs() - apartNs
        && holdsSyn(conversation, node, timeNs, apartNs);
  }

  private static Conversation ofOther(Connection connection, Flow flow, boolean tcp, long timeNs) {
    Conversation newest = connection.newest;
    Conversation own = tcp ? byOwnClock(connection, flow.getNodeName(), timeNs) : null;
    if (own != null && holdsSegment(own, flow, timeNs)) {
      return own;
    }
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

  /**
   * The last conversation that {@code node} saw begin, where no other clock may say better: those
   * of the nodes are too far apart, or its next SYN would have come within moments of the end. Null
   * otherwise, and where it saw none begin.
   */
  private static @Nullable Conversation byOwnClock(
      Connection connection, String node, long timeNs) {
    boolean apart = false;
    Conversation last = null;
    NodeView seen = null;
    for (int i = 0; i <= connection.former.size(); i++) {
      Conversation one =
          i < connection.former.size() ? connection.former.get(i) : connection.newest;
      apart |= one.hasClocksApart();
      NodeView view = one.view(node);
      if (view != null && view.begunBy(timeNs) && (seen == null || seen.begunBy(view.syns()[0]))) {
        last = one;
        seen = view;
      }
    }
    if (last == null || seen == null || apart) {
      return last;
    }
    long endNs = seen.endNs() == 0 ? last.endNs() : seen.endNs();
    return endNs != 0 && timeNs <= endNs + CLOCKS_APART_NS ? last : null;
  }

  private static boolean holdsSyn(
      Conversation conversation, String node, long timeNs, long apartNs) {
    if (timeNs > conversation.lastNs + SILENCE_NS || timeNs < conversation.startNs() - SILENCE_NS) {
      return false;
    }
    long answeredNs = NodeView.earlier(conversation.evidenceNs, conversation.serverRstNs);
    NodeView own = conversation.view(node);
    if (answeredNs == 0) {
      boolean usual = own != null || timeNs <= conversation.startNs() + CLOCKS_APART_NS;
      return usual || apartNs > CLOCKS_APART_NS;
    }
    // Nobody repeats a SYN that was answered.
    if (own == null) {
      return timeNs <= answeredNs + apartNs;
    }
    long ownEndNs = own.endNs();
    if (ownEndNs != 0 && timeNs > ownEndNs) {
      return false;
    }
    if (own.evidenceNs != 0) {
      return timeNs <= own.evidenceNs + CLOCKS_APART_NS;
    }
    // It has not seen the answer; others have, by clocks that are as far apart as their SYNs.
    return timeNs <= answeredNs + (conversation.hasClocksApart() ? apartNs : CLOCKS_APART_NS);
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
