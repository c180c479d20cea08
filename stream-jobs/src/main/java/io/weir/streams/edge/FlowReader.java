package io.weir.streams.edge;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.weir.codec.Codecs;
import io.weir.codec.FieldReader;
import io.weir.codec.MalformedEventException;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.AgentEvent;
import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.DebugEvent;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.ICMPv4;
import io.weir.hubble.flow.ICMPv6;
import io.weir.hubble.flow.IGMP;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.Layer7;
import io.weir.hubble.flow.Policy;
import io.weir.hubble.flow.SCTP;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.UDP;
import io.weir.hubble.flow.VRRP;
import io.weir.hubble.relay.NodeStatusEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the jobs look at of a value of {@code weir.flows.v1}, see {@link FlowField}.
 * Endpoints, addresses and the like are the same objects in many flows. Safe for use by several
 * threads.
 */
public final class FlowReader {
  private final FieldReader fields;

  private FlowReader(FieldReader fields) {
    this.fields = fields;
  }

  /**
   * What {@link Sighting}, {@link Segment}, {@link FlowFacts#timeNs} and coverage look at, what
   * tells flows of one connection from those of another, and whether {@link FlowFacts#dropReason}
   * has one.
   */
  public static FlowReader route() {
    return Route.READER;
  }

  /** What all rules look at. */
  public static FlowReader all() {
    return All.READER;
  }

  /** What all rules look at, but for who is at the ends, see {@link Segment}. */
  public static FlowReader withoutEnds() {
    return WithoutEnds.READER;
  }

  private static final class Route {
    static final FlowReader READER = new FlowReader(Codecs.flows().fields(FlowField.route()));
  }

  private static final class All {
    static final FlowReader READER = new FlowReader(Codecs.flows().fields(FlowField.all()));
  }

  private static final class WithoutEnds {
    static final FlowReader READER = new FlowReader(Codecs.flows().fields(FlowField.withoutEnds()));
  }

  /**
   * The event in {@code value}, with those fields alone.
   *
   * @throws MalformedEventException as {@link FieldReader#read}
   */
  public FlowEvent read(byte[] value) throws MalformedEventException {
    return read(value, 0, value.length);
  }

  /**
   * The same of a value among other bytes.
   *
   * @throws MalformedEventException as {@link FieldReader#read}
   */
  public FlowEvent read(byte[] bytes, int from, int length) throws MalformedEventException {
    Parts parts = new Parts();
    fields.read(bytes, from, length, parts);
    return parts.build();
  }

  /** Puts fields together, for one event. */
  private static final class Parts implements FieldReader.Sink {
    private FlowEvent.EventCase event = FlowEvent.EventCase.EVENT_NOT_SET;
    private @Nullable Message otherEvent;

    private boolean hasHeader;
    private String node = "";
    private String collector = "";
    private String source = "";
    private long seq;
    private long observedAtNs;
    private int sampling;

    private final Flow.Builder flow = Flow.newBuilder();
    private boolean hasTime;
    private long seconds;
    private int nanos;
    private boolean hasAddresses;
    private String sourceAddress = "";
    private String destinationAddress = "";
    private boolean hasLayer4;
    private Layer4.ProtocolCase protocol = Layer4.ProtocolCase.PROTOCOL_NOT_SET;
    private int sourcePort;
    private int destinationPort;
    private @Nullable TCPFlags flags;
    private @Nullable Message otherProtocol;

    @Override
    public void present(int slot) {
      switch (FlowField.of(slot)) {
        case HEADER -> hasHeader = true;
        case FLOW -> event = FlowEvent.EventCase.FLOW;
        case TIME -> hasTime = true;
        case ADDRESSES -> hasAddresses = true;
        case LAYER7_THERE -> flow.setL7(Layer7.getDefaultInstance());
        case LAYER4 -> hasLayer4 = true;
        case TCP -> begin(Layer4.ProtocolCase.TCP);
        case UDP -> begin(Layer4.ProtocolCase.UDP);
        default -> throw unexpected(slot);
      }
    }

    private void begin(Layer4.ProtocolCase found) {
      protocol = found;
      sourcePort = 0;
      destinationPort = 0;
    }

    @Override
    @SuppressWarnings("deprecation") // old captures carry nothing else
    public void number(int slot, long value) {
      switch (FlowField.of(slot)) {
        case HEADER_SEQ -> seq = value;
        case HEADER_OBSERVED -> observedAtNs = value;
        case HEADER_SAMPLING -> sampling = (int) value;
        case TIME_SECONDS -> seconds = value;
        case TIME_NANOS -> nanos = (int) value;
        case TCP_SOURCE_PORT, UDP_SOURCE_PORT -> sourcePort = (int) value;
        case TCP_DESTINATION_PORT, UDP_DESTINATION_PORT -> destinationPort = (int) value;
        case VERDICT -> flow.setVerdictValue((int) value);
        case DROP_REASON -> flow.setDropReason((int) value);
        case DROP_REASON_DESC -> flow.setDropReasonDescValue((int) value);
        case TYPE -> flow.setTypeValue((int) value);
        case LAYER7_TYPE -> flow.setL7(Layer7.newBuilder().setTypeValue((int) value).build());
        case REPLY -> flow.setReply(value != 0);
        case DIRECTION -> flow.setTrafficDirectionValue((int) value);
        case OBSERVATION_POINT -> flow.setTraceObservationPointValue((int) value);
        default -> throw unexpected(slot);
      }
    }

    @Override
    public void text(int slot, String text) {
      switch (FlowField.of(slot)) {
        case HEADER_NODE -> node = text;
        case HEADER_COLLECTOR -> collector = text;
        case HEADER_SOURCE -> source = text;
        case UUID -> flow.setUuid(text);
        case SOURCE_ADDRESS -> sourceAddress = text;
        case DESTINATION_ADDRESS -> destinationAddress = text;
        case NODE_NAME -> flow.setNodeName(text);
        case SOURCE_NAMES -> flow.addSourceNames(text);
        case DESTINATION_NAMES -> flow.addDestinationNames(text);
        default -> throw unexpected(slot);
      }
    }

    @Override
    public void message(int slot, Message message) {
      FlowField field = FlowField.of(slot);
      switch (field) {
        case TCP_FLAGS -> flags = (TCPFlags) message;
        case ICMP4 -> other(Layer4.ProtocolCase.ICMPV4, message);
        case ICMP6 -> other(Layer4.ProtocolCase.ICMPV6, message);
        case SCTP -> other(Layer4.ProtocolCase.SCTP, message);
        case VRRP -> other(Layer4.ProtocolCase.VRRP, message);
        case IGMP -> other(Layer4.ProtocolCase.IGMP, message);
        case SOURCE -> flow.setSource((Endpoint) message);
        case DESTINATION -> flow.setDestination((Endpoint) message);
        case LAYER7 -> flow.setL7((Layer7) message);
        case EVENT_TYPE -> flow.setEventType((CiliumEventType) message);
        case IS_REPLY -> flow.setIsReply((BoolValue) message);
        case EGRESS_DENIED_BY -> flow.addEgressDeniedBy((Policy) message);
        case INGRESS_DENIED_BY -> flow.addIngressDeniedBy((Policy) message);
        case LOSS -> other(FlowEvent.EventCase.LOSS, message);
        case NODE_STATUS -> other(FlowEvent.EventCase.NODE_STATUS, message);
        case AGENT_EVENT -> other(FlowEvent.EventCase.AGENT_EVENT, message);
        case DEBUG_EVENT -> other(FlowEvent.EventCase.DEBUG_EVENT, message);
        default -> throw unexpected(slot);
      }
    }

    private void other(Layer4.ProtocolCase found, Message message) {
      protocol = found;
      otherProtocol = message;
    }

    private void other(FlowEvent.EventCase found, Message message) {
      event = found;
      otherEvent = message;
    }

    private static IllegalStateException unexpected(int slot) {
      return new IllegalStateException(
          FlowField.of(slot) + ": has no place in a flow (expected: one in FlowReader)");
    }

    FlowEvent build() {
      FlowEvent.Builder whole = FlowEvent.newBuilder();
      if (hasHeader) {
        whole.setHeader(
            EventHeader.newBuilder()
                .setNode(node)
                .setCollector(collector)
                .setSeq(seq)
                .setObservedAtNs(observedAtNs)
                .setSource(source)
                .setSampling(sampling));
      }
      switch (event) {
        case FLOW -> whole.setFlow(flow());
        case LOSS -> whole.setLoss((Loss) found(otherEvent));
        case NODE_STATUS -> whole.setNodeStatus((NodeStatusEvent) found(otherEvent));
        case AGENT_EVENT -> whole.setAgentEvent((AgentEvent) found(otherEvent));
        case DEBUG_EVENT -> whole.setDebugEvent((DebugEvent) found(otherEvent));
        case EVENT_NOT_SET -> {}
      }
      return whole.build();
    }

    private Flow flow() {
      if (hasTime) {
        flow.setTime(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build());
      }
      if (hasAddresses) {
        flow.setIP(
            IP.newBuilder().setSource(sourceAddress).setDestination(destinationAddress).build());
      }
      if (hasLayer4) {
        flow.setL4(layer4());
      }
      return flow.build();
    }

    private Layer4 layer4() {
      Layer4.Builder layer4 = Layer4.newBuilder();
      switch (protocol) {
        case TCP -> layer4.setTCP(tcp());
        case UDP ->
            layer4.setUDP(
                UDP.newBuilder()
                    .setSourcePort(sourcePort)
                    .setDestinationPort(destinationPort)
                    .build());
        case ICMPV4 -> layer4.setICMPv4((ICMPv4) found(otherProtocol));
        case ICMPV6 -> layer4.setICMPv6((ICMPv6) found(otherProtocol));
        case SCTP -> layer4.setSCTP((SCTP) found(otherProtocol));
        case VRRP -> layer4.setVRRP((VRRP) found(otherProtocol));
        case IGMP -> layer4.setIGMP((IGMP) found(otherProtocol));
        case PROTOCOL_NOT_SET -> {}
      }
      return layer4.build();
    }

    private TCP tcp() {
      TCP.Builder tcp =
          TCP.newBuilder().setSourcePort(sourcePort).setDestinationPort(destinationPort);
      if (flags != null) {
        tcp.setFlags(flags);
      }
      return tcp.build();
    }

    private static Message found(@Nullable Message message) {
      return Objects.requireNonNull(message, "was told before its kind was");
    }
  }
}
