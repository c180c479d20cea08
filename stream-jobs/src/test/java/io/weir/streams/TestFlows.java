package io.weir.streams;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Timestamp;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.DNS;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowType;
import io.weir.hubble.flow.HTTP;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.Kafka;
import io.weir.hubble.flow.L7FlowType;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.Layer7;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.TraceObservationPoint;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.UDP;
import io.weir.hubble.flow.Verdict;
import io.weir.streams.edge.Connection;
import io.weir.streams.edge.ConnectionTracker;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.EdgeRules;
import java.util.ArrayList;
import java.util.List;

/** One famous connection: the shop's frontend calls its checkout on port 8080. */
public final class TestFlows {
  public static final long SECOND = 1_000_000_000L;

  /** 2023-11-14 22:13:20 UTC, a whole ten seconds. */
  public static final long T0 = 1_700_000_000L * SECOND;

  public static final Endpoint FRONTEND =
      Endpoint.newBuilder().setNamespace("shop").setPodName("frontend-6b746f74dc-ffh56").build();
  public static final Endpoint CHECKOUT =
      Endpoint.newBuilder().setNamespace("shop").setPodName("checkout-b6994bb9-4dt5c").build();

  private static final String FRONTEND_IP = "10.0.0.1";
  private static final String CHECKOUT_IP = "10.0.0.2";
  private static final int CLIENT_PORT = 40_000;
  private static final int SERVER_PORT = 8080;

  private TestFlows() {}

  public static Flow syn() {
    return toServer(flags().setSYN(true));
  }

  public static Flow synAck() {
    return toClient(flags().setSYN(true).setACK(true));
  }

  public static Flow ack() {
    return toServer(flags().setACK(true));
  }

  public static Flow fin() {
    return toServer(flags().setFIN(true).setACK(true));
  }

  public static Flow serverFin() {
    return toClient(flags().setFIN(true).setACK(true));
  }

  public static Flow serverRst() {
    return toClient(flags().setRST(true).setACK(true));
  }

  public static Flow clientRst() {
    return toServer(flags().setRST(true));
  }

  /** The same packet, seen where it reaches the server's pod on another node. */
  public static Flow atServer(Flow flow) {
    return flow.toBuilder()
        .setNodeName("node-2")
        .setTrafficDirection(TrafficDirection.INGRESS)
        .setTraceObservationPoint(TraceObservationPoint.TO_ENDPOINT)
        .build();
  }

  public static Flow request(String method, String url) {
    return l7(toServer(flags()), L7FlowType.REQUEST)
        .setL7(
            Layer7.newBuilder()
                .setType(L7FlowType.REQUEST)
                .setHttp(HTTP.newBuilder().setMethod(method).setUrl(url)))
        .build();
  }

  public static Flow response(int code, long latencyNs) {
    return l7(toClient(flags()), L7FlowType.RESPONSE)
        .setL7(
            Layer7.newBuilder()
                .setType(L7FlowType.RESPONSE)
                .setLatencyNs(latencyNs)
                .setHttp(HTTP.newBuilder().setMethod("GET").setUrl("/cart").setCode(code)))
        .build();
  }

  /** A response to a Kafka producer. */
  @SuppressWarnings("deprecation") // old exports have it
  public static Flow produced(String topic, int errorCode) {
    return l7(toClient(flags()), L7FlowType.RESPONSE)
        .setL7(
            Layer7.newBuilder()
                .setType(L7FlowType.RESPONSE)
                .setKafka(
                    Kafka.newBuilder()
                        .setTopic(topic)
                        .setApiKey("produce")
                        .setErrorCode(errorCode)))
        .build();
  }

  public static Flow query(String name) {
    return dns(L7FlowType.REQUEST, name, 0);
  }

  public static Flow answer(String name, int rcode) {
    return dns(L7FlowType.RESPONSE, name, rcode);
  }

  /** What one connection adds to its edge: a handshake and a request with its response. */
  public static List<EdgeDelta> deltas() {
    ConnectionTracker tracker = new ConnectionTracker(EdgeRules.DEFAULT);
    Connection connection = new Connection();
    List<EdgeDelta> deltas = new ArrayList<>();
    deltas.addAll(tracker.onFlow(connection, syn(), T0));
    deltas.addAll(tracker.onFlow(connection, synAck(), T0 + 1));
    deltas.addAll(tracker.onFlow(connection, request("GET", "/cart"), T0 + 2));
    deltas.addAll(tracker.onFlow(connection, response(200, 20_000_000), T0 + 3));
    return deltas;
  }

  /** A flow event with the flow's time and a number. */
  public static FlowEvent event(Flow flow, long timeNs, long seq) {
    return FlowEvent.newBuilder()
        .setHeader(
            EventHeader.newBuilder()
                .setCollector("collector-1")
                .setSeq(seq)
                .setNode("node-1")
                .setObservedAtNs(timeNs))
        .setFlow(
            flow.toBuilder()
                .setTime(
                    Timestamp.newBuilder()
                        .setSeconds(timeNs / SECOND)
                        .setNanos((int) (timeNs % SECOND))))
        .build();
  }

  private static TCPFlags.Builder flags() {
    return TCPFlags.newBuilder();
  }

  private static Flow toServer(TCPFlags.Builder flags) {
    return base(false)
        .setSource(FRONTEND)
        .setDestination(CHECKOUT)
        .setIP(IP.newBuilder().setSource(FRONTEND_IP).setDestination(CHECKOUT_IP))
        .setL4(tcp(CLIENT_PORT, SERVER_PORT, flags))
        .build();
  }

  private static Flow toClient(TCPFlags.Builder flags) {
    return base(true)
        .setSource(CHECKOUT)
        .setDestination(FRONTEND)
        .setIP(IP.newBuilder().setSource(CHECKOUT_IP).setDestination(FRONTEND_IP))
        .setL4(tcp(SERVER_PORT, CLIENT_PORT, flags))
        .build();
  }

  private static Layer4.Builder tcp(int source, int destination, TCPFlags.Builder flags) {
    return Layer4.newBuilder()
        .setTCP(
            TCP.newBuilder().setSourcePort(source).setDestinationPort(destination).setFlags(flags));
  }

  private static Flow.Builder base(boolean reply) {
    return Flow.newBuilder()
        .setType(FlowType.L3_L4)
        .setVerdict(Verdict.FORWARDED)
        .setNodeName("node-1")
        .setTrafficDirection(TrafficDirection.EGRESS)
        .setTraceObservationPoint(TraceObservationPoint.TO_STACK)
        .setIsReply(BoolValue.of(reply));
  }

  private static Flow.Builder l7(Flow flow, L7FlowType type) {
    return flow.toBuilder()
        .setType(FlowType.L7)
        .setTraceObservationPoint(TraceObservationPoint.UNKNOWN_POINT)
        .setL7(Layer7.newBuilder().setType(type));
  }

  private static Flow dns(L7FlowType type, String name, int rcode) {
    boolean reply = type == L7FlowType.RESPONSE;
    UDP.Builder udp =
        UDP.newBuilder()
            .setSourcePort(reply ? 53 : CLIENT_PORT)
            .setDestinationPort(reply ? CLIENT_PORT : 53);
    return base(reply)
        .setType(FlowType.L7)
        .setSource(reply ? CHECKOUT : FRONTEND)
        .setDestination(reply ? FRONTEND : CHECKOUT)
        .setIP(
            IP.newBuilder()
                .setSource(reply ? CHECKOUT_IP : FRONTEND_IP)
                .setDestination(reply ? FRONTEND_IP : CHECKOUT_IP))
        .setL4(Layer4.newBuilder().setUDP(udp))
        .setL7(
            Layer7.newBuilder()
                .setType(type)
                .setDns(DNS.newBuilder().setQuery(name).addQtypes("A").setRcode(rcode)))
        .build();
  }
}
