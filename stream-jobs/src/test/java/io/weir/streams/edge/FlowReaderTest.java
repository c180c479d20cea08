package io.weir.streams.edge;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Timestamp;
import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.AgentEvent;
import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.DebugEvent;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.HTTP;
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
import io.weir.hubble.flow.Workload;
import io.weir.hubble.relay.NodeStatusEvent;
import io.weir.streams.HubbleFiles;
import io.weir.streams.TestFlows;
import io.weir.streams.drop.DropDelta;
import io.weir.topic.TopicKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing that a rule looks at may be left out: both readings of an event must count the same. */
class FlowReaderTest {
  private final ConnectionTracker tracker = new ConnectionTracker(EdgeRules.DEFAULT);
  private int bySegment;
  private int byRequest;

  private static List<Flow> made() {
    return List.of(
        TestFlows.syn(),
        TestFlows.atServer(TestFlows.syn()),
        TestFlows.synAck(),
        TestFlows.ack(),
        TestFlows.request("GET", "http://checkout:8080/cart/17"),
        TestFlows.response(503, 5_000_000),
        TestFlows.query("checkout."),
        TestFlows.answer("checkout.", 3),
        TestFlows.fin(),
        TestFlows.serverRst());
  }

  private static List<Flow> recorded() {
    List<Flow> flows = new ArrayList<>();
    for (Path file : HubbleFiles.all()) {
      flows.addAll(HubbleFiles.flows(file.getFileName().toString()));
    }
    assertThat(flows).hasSizeGreaterThan(1_000);
    return flows;
  }

  @Test
  void madeFlowsCountTheSame() throws Exception {
    countTheSame(made());
    assertThat(bySegment).isPositive();
    assertThat(byRequest).isPositive();
  }

  @Test
  void recordedFlowsCountTheSame() throws Exception {
    countTheSame(recorded());
    assertThat(bySegment).isGreaterThan(100);
  }

  private void countTheSame(List<Flow> flows) throws Exception {
    Map<Long, Connection> whole = new HashMap<>();
    Map<Long, Connection> part = new HashMap<>();
    Map<Long, Connection> segments = new HashMap<>();
    int seq = 0;
    for (Flow flow : flows) {
      FlowEvent event = TestFlows.event(flow, T0 + seq * SECOND, ++seq);
      byte[] value = Codecs.flows().encode(event);
      FlowEvent read = FlowReader.all().read(value);
      FlowEvent route = FlowReader.route().read(value);
      List<EdgeDelta> deltas = deltas(event, whole);
      assertThat(deltas(read, part)).as("%s", flow).isEqualTo(deltas);
      assertThat(segmentDeltas(route, event, segments)).as("%s", flow).isEqualTo(deltas);
      assertThat(DropDelta.of(read)).as("%s", flow).isEqualTo(DropDelta.of(event));
      assertThat(TopicKeys.connectionHash(route.getFlow()))
          .isEqualTo(TopicKeys.connectionHash(flow));
      assertThat(Sighting.of(route.getFlow(), 1)).isEqualTo(Sighting.of(flow, 1));
      assertThat(FlowFacts.dropReason(route.getFlow()).isPresent())
          .isEqualTo(FlowFacts.dropReason(flow).isPresent());
      assertThat(FlowFacts.timeNs(route)).isEqualTo(FlowFacts.timeNs(event));
      assertThat(route.getHeader()).isEqualTo(event.getHeader());
    }
  }

  private List<EdgeDelta> deltas(FlowEvent event, Map<Long, Connection> connections) {
    Flow flow = event.getFlow();
    long timeNs = FlowFacts.timeNs(event);
    if (!ConnectionTracker.isTracked(flow)) {
      return tracker.untracked(flow, timeNs);
    }
    Connection connection =
        connections.computeIfAbsent(TopicKeys.connectionHash(flow), key -> new Connection());
    return tracker.onFlow(connection, flow, timeNs);
  }

  /** By the segment alone wherever that is enough. */
  private List<EdgeDelta> segmentDeltas(
      FlowEvent route, FlowEvent event, Map<Long, Connection> connections) throws Exception {
    Optional<Segment> segment = Segment.of(route);
    Connection connection = connections.get(TopicKeys.connectionHash(event.getFlow()));
    if (segment.isEmpty() || connection == null) {
      return deltas(event, connections);
    }
    Flow flow = segment.get().toFlow();
    assertThat(segment.get().timeNs()).isEqualTo(FlowFacts.timeNs(event));
    if (!ConnectionTracker.knowsEnds(connection, flow, segment.get().timeNs())) {
      return deltas(event, connections);
    }
    if (segment.get().request()) {
      byRequest++;
      return deltas(FlowReader.withoutEnds().read(Codecs.flows().encode(event)), connections);
    }
    assertThat(flow).isEqualTo(withoutEnds(event.getFlow()));
    bySegment++;
    return tracker.onFlow(connection, flow, segment.get().timeNs());
  }

  /** What a rule may look at once both ends are known. */
  private static Flow withoutEnds(Flow flow) {
    Flow.Builder kept = FlowReaderTest.read(flow).toBuilder();
    return kept.clearTime()
        .clearUuid()
        .clearSource()
        .clearDestination()
        .clearSourceNames()
        .clearDestinationNames()
        .clearEventType()
        .build();
  }

  private static Flow read(Flow flow) {
    try {
      byte[] value = Codecs.flows().encode(TestFlows.event(flow, T0, 1));
      return FlowReader.all().read(value).getFlow();
    } catch (MalformedEventException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Layer4> transports() {
    return List.of(
        Layer4.getDefaultInstance(),
        Layer4.newBuilder().setTCP(TCP.getDefaultInstance()).build(),
        Layer4.newBuilder()
            .setTCP(
                TCP.newBuilder()
                    .setSourcePort(40_000)
                    .setDestinationPort(80)
                    .setFlags(TCPFlags.newBuilder().setFIN(true).setACK(true)))
            .build(),
        Layer4.newBuilder()
            .setUDP(UDP.newBuilder().setSourcePort(65_535).setDestinationPort(53))
            .build(),
        Layer4.newBuilder().setSCTP(SCTP.newBuilder().setSourcePort(1)).build(),
        Layer4.newBuilder().setICMPv4(ICMPv4.newBuilder().setType(8)).build(),
        Layer4.newBuilder().setICMPv6(ICMPv6.newBuilder().setType(128).setCode(1)).build(),
        Layer4.newBuilder().setVRRP(VRRP.newBuilder().setVrid(7)).build(),
        Layer4.newBuilder().setIGMP(IGMP.newBuilder().setGroupAddress("224.0.0.1")).build());
  }

  @Test
  @SuppressWarnings("deprecation") // old captures carry nothing else
  void whatTheRulesLookAtIsReadAsItWasWritten() throws Exception {
    for (Layer4 transport : transports()) {
      Flow flow =
          Flow.newBuilder()
              .setTime(Timestamp.newBuilder().setSeconds(T0 / SECOND).setNanos(17))
              .setUuid("7a0c0a0e-0000-4000-8000-000000000001")
              .setVerdictValue(99)
              .setDropReason(133)
              .setDropReasonDescValue(1_000)
              .setIP(IP.newBuilder().setSource("10.0.0.1").setDestination("fd00::2"))
              .setL4(transport)
              .setSource(Endpoint.newBuilder().setID(7).addLabels("k8s:app=web"))
              .setDestination(
                  Endpoint.newBuilder().addWorkloads(Workload.newBuilder().setName("cart")))
              .setTypeValue(2)
              .setNodeName("node-1")
              .addSourceNames("a.example.")
              .addDestinationNames("b.example.")
              .addDestinationNames("c.example.")
              .setL7(Layer7.newBuilder().setLatencyNs(5).setHttp(HTTP.newBuilder().setCode(500)))
              .setReply(true)
              .setEventType(CiliumEventType.newBuilder().setType(129).setSubType(-3))
              .setTrafficDirectionValue(2)
              .setTraceObservationPointValue(101)
              .setIsReply(BoolValue.of(false))
              .addEgressDeniedBy(Policy.newBuilder().setName("deny"))
              .addIngressDeniedBy(Policy.newBuilder().setName("deny-too").setNamespace("shop"))
              .build();
      FlowEvent event =
          FlowEvent.newBuilder()
              .setHeader(
                  EventHeader.newBuilder()
                      .setNode("node-1")
                      .setCollector("c-1")
                      .setSeq(3)
                      .setObservedAtNs(T0)
                      .setSource("hubble")
                      .setSampling(10))
              .setFlow(flow)
              .build();
      assertThat(FlowReader.all().read(Codecs.flows().encode(event))).isEqualTo(event);
    }
  }

  @Test
  void otherKindsOfEventsAreToldApart() throws Exception {
    List<FlowEvent> others =
        List.of(
            FlowEvent.getDefaultInstance(),
            FlowEvent.newBuilder()
                .setLoss(Loss.newBuilder().setStage("hubble").setReason("overrun").setCount(3))
                .build(),
            FlowEvent.newBuilder()
                .setNodeStatus(NodeStatusEvent.newBuilder().addNodeNames("node-1"))
                .build(),
            FlowEvent.newBuilder().setAgentEvent(AgentEvent.getDefaultInstance()).build(),
            FlowEvent.newBuilder().setDebugEvent(DebugEvent.getDefaultInstance()).build());
    for (FlowEvent event : others) {
      byte[] value = Codecs.flows().encode(event);
      assertThat(FlowReader.all().read(value)).isEqualTo(event);
      assertThat(FlowReader.route().read(value)).isEqualTo(event);
    }
  }

  @Test
  void endpointsOfTwoFlowsAreOneObject() throws Exception {
    byte[] first = Codecs.flows().encode(TestFlows.event(TestFlows.syn(), T0, 1));
    byte[] second = Codecs.flows().encode(TestFlows.event(TestFlows.ack(), T0 + 1, 2));
    assertThat(FlowReader.all().read(second).getFlow().getSource())
        .isEqualTo(TestFlows.ack().getSource())
        .isSameAs(FlowReader.all().read(first).getFlow().getSource());
  }
}
