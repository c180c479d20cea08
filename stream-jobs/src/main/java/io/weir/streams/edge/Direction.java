package io.weir.streams.edge;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.L7FlowType;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.Verdict;
import io.weir.topic.TopicKeys;

/**
 * Which end of one flow is the client, and how sure that is.
 *
 * @param sourceIsClient true when the sender opened the connection
 * @param certainty larger wins: {@link #HANDSHAKE} down to {@link #GUESS}
 */
record Direction(boolean sourceIsClient, int certainty) {
  /** The packet opens a connection or answers one that does. */
  static final int HANDSHAKE = 4;

  /** The source's connection tracking says so. */
  static final int TRACKED = 3;

  /** A request or response, an echo or its reply. */
  static final int APPLICATION = 2;

  /** Dropped packets are taken for the opening direction, as Hubble's own filters do. */
  static final int DROPPED = 1;

  /** From port numbers alone. */
  static final int GUESS = 0;

  private static final int ICMP4_ECHO_REPLY = 0;
  private static final int ICMP6_ECHO_REPLY = 129;
  private static final int EPHEMERAL_PORT_MIN = 32_768;

  static Direction of(Flow flow) {
    TCPFlags flags = flow.getL4().getTCP().getFlags();
    if (flags.getSYN()) {
      return new Direction(!flags.getACK(), HANDSHAKE);
    }
    if (flow.hasIsReply()) {
      return new Direction(!flow.getIsReply().getValue(), TRACKED);
    }
    if (oldReply(flow)) {
      // Hubble before 1.10: false says nothing, it was also what unknown looked like.
      return new Direction(false, TRACKED);
    }
    L7FlowType type = flow.getL7().getType();
    if (type == L7FlowType.REQUEST || type == L7FlowType.RESPONSE) {
      return new Direction(type == L7FlowType.REQUEST, APPLICATION);
    }
    if (isIcmp(flow)) {
      return new Direction(!isEchoReply(flow), APPLICATION);
    }
    if (flow.getVerdict() == Verdict.DROPPED) {
      return new Direction(true, DROPPED);
    }
    return new Direction(
        sourceLooksLikeClient(
            TopicKeys.sourcePort(flow.getL4()), TopicKeys.destinationPort(flow.getL4())),
        GUESS);
  }

  @SuppressWarnings("deprecation") // old captures carry nothing else
  private static boolean oldReply(Flow flow) {
    return flow.getReply();
  }

  private static boolean isIcmp(Flow flow) {
    return flow.getL4().hasICMPv4() || flow.getL4().hasICMPv6();
  }

  private static boolean isEchoReply(Flow flow) {
    return flow.getL4().hasICMPv4()
        ? flow.getL4().getICMPv4().getType() == ICMP4_ECHO_REPLY
        : flow.getL4().getICMPv6().getType() == ICMP6_ECHO_REPLY;
  }

  /** Servers listen below the ephemeral range or, failing that, on the lower port. */
  private static boolean sourceLooksLikeClient(int sourcePort, int destinationPort) {
    if (sourcePort == 0 || destinationPort == 0) {
      return true;
    }
    boolean sourceEphemeral = sourcePort >= EPHEMERAL_PORT_MIN;
    boolean destinationEphemeral = destinationPort >= EPHEMERAL_PORT_MIN;
    if (sourceEphemeral != destinationEphemeral) {
      return sourceEphemeral;
    }
    return sourcePort >= destinationPort;
  }
}
