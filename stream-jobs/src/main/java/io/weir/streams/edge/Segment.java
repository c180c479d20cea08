package io.weir.streams.edge;

import com.google.protobuf.BoolValue;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowType;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.Verdict;
import java.util.Optional;

/**
 * What the rules look at of a TCP segment that went on its way, of a connection whose ends are
 * known already: most flows are such. All that is left out is who is at the ends, which stays in
 * the event, and fields that only dropped packets have.
 *
 * <p>A request or response is one, too. What it says stays in the event as well; the segment tells
 * whether the ends need to be read with it.
 *
 * @param timeNs event time
 * @param sampling as in the event's header
 * @param source address
 * @param destination address
 * @param flags of TCP, a bit each; {@value #NONE} if the flow does not say
 * @param node that reports
 * @param direction number of the traffic direction
 * @param point number of the observation point
 * @param type number of the flow type
 * @param reply 1 for true, {@value #NONE} if the flow does not say
 * @param oldReply the field that sources before Hubble 1.10 fill
 * @param request true for what a proxy saw: it is to be read in the event
 */
public record Segment(
    long timeNs,
    int sampling,
    String source,
    int sourcePort,
    String destination,
    int destinationPort,
    int flags,
    String node,
    int direction,
    int point,
    int type,
    int reply,
    boolean oldReply,
    boolean request) {
  /** Not said. */
  public static final int NONE = -1;

  private static final int FLAG_SETS = 1 << 9;
  private static final TCPFlags[] FLAGS = allFlags();
  private static final BoolValue TRUE = BoolValue.of(true);
  private static final BoolValue FALSE = BoolValue.of(false);

  /**
   * The segment that {@code event} reports; empty when that is anything else.
   *
   * @param event of {@link FlowReader#route}
   */
  @SuppressWarnings("deprecation") // old captures carry nothing else
  public static Optional<Segment> of(FlowEvent event) {
    Flow flow = event.getFlow();
    if (flow.getVerdict() != Verdict.FORWARDED
        || !flow.getL4().hasTCP()
        || flow.getEventType().getType() == FlowFacts.EVENT_POLICY_VERDICT
        || !ConnectionTracker.isTracked(flow)) {
      return Optional.empty();
    }
    TCP tcp = flow.getL4().getTCP();
    return Optional.of(
        new Segment(
            FlowFacts.timeNs(event),
            event.getHeader().getSampling(),
            flow.getIP().getSource(),
            tcp.getSourcePort(),
            flow.getIP().getDestination(),
            tcp.getDestinationPort(),
            tcp.hasFlags() ? bits(tcp.getFlags()) : NONE,
            flow.getNodeName(),
            flow.getTrafficDirectionValue(),
            flow.getTraceObservationPointValue(),
            flow.getTypeValue(),
            flow.hasIsReply() ? (flow.getIsReply().getValue() ? 1 : 0) : NONE,
            flow.getReply(),
            flow.hasL7() || flow.getType() == FlowType.L7));
  }

  /** A flow with these fields, and no others; of a request, enough to tell its connection. */
  @SuppressWarnings("deprecation") // old captures carry nothing else
  public Flow toFlow() {
    TCP.Builder tcp =
        TCP.newBuilder().setSourcePort(sourcePort).setDestinationPort(destinationPort);
    if (flags != NONE) {
      tcp.setFlags(FLAGS[flags]);
    }
    Flow.Builder flow =
        Flow.newBuilder()
            .setVerdict(Verdict.FORWARDED)
            .setIP(IP.newBuilder().setSource(source).setDestination(destination).build())
            .setL4(Layer4.newBuilder().setTCP(tcp.build()).build())
            .setNodeName(node)
            .setTrafficDirectionValue(direction)
            .setTraceObservationPointValue(point)
            .setTypeValue(type)
            .setReply(oldReply);
    if (reply != NONE) {
      flow.setIsReply(reply == 1 ? TRUE : FALSE);
    }
    return flow.build();
  }

  private static int bits(TCPFlags flags) {
    return bit(flags.getFIN(), 0)
        | bit(flags.getSYN(), 1)
        | bit(flags.getRST(), 2)
        | bit(flags.getPSH(), 3)
        | bit(flags.getACK(), 4)
        | bit(flags.getURG(), 5)
        | bit(flags.getECE(), 6)
        | bit(flags.getCWR(), 7)
        | bit(flags.getNS(), 8);
  }

  private static int bit(boolean set, int place) {
    return set ? 1 << place : 0;
  }

  private static TCPFlags[] allFlags() {
    TCPFlags[] all = new TCPFlags[FLAG_SETS];
    for (int bits = 0; bits < FLAG_SETS; bits++) {
      all[bits] =
          TCPFlags.newBuilder()
              .setFIN((bits & 1) != 0)
              .setSYN((bits & 1 << 1) != 0)
              .setRST((bits & 1 << 2) != 0)
              .setPSH((bits & 1 << 3) != 0)
              .setACK((bits & 1 << 4) != 0)
              .setURG((bits & 1 << 5) != 0)
              .setECE((bits & 1 << 6) != 0)
              .setCWR((bits & 1 << 7) != 0)
              .setNS((bits & 1 << 8) != 0)
              .build();
    }
    return all;
  }
}
