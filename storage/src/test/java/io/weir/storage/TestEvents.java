package io.weir.storage;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.weir.event.v1.Dns;
import io.weir.event.v1.DnsEvent;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.AgentEvent;
import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.DebugEvent;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.UDP;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.relay.NodeStatusEvent;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Peer;
import io.weir.series.v1.Window;
import io.weir.storage.archive.SeriesRecord;
import io.weir.topic.TopicKeys;
import java.util.List;
import java.util.Random;

/** Events with few distinct values, so that filters and equal times hit. */
public final class TestEvents {
  private static final List<String> NAMESPACES = List.of("", "shop", "shop-eu", "kube-system");
  private static final List<String> PODS = List.of("", "frontend-1", "frontend-2", "db-0");
  private static final List<String> IPS = List.of("10.0.0.1", "10.0.0.12", "10.0.1.1", "fd00::1");
  private static final List<Integer> PORTS = List.of(53, 80, 8080, 40_000);

  private TestEvents() {}

  public static EventHeader header(String collector, long seq, long timeNs) {
    return EventHeader.newBuilder()
        .setNode("default/n1")
        .setCollector(collector)
        .setSeq(seq)
        .setObservedAtNs(timeNs)
        .setSource("test")
        .setSampling(1)
        .build();
  }

  /** A flow of few possible kinds. */
  public static FlowEvent flow(Random random, String collector, long seq, long timeNs) {
    Flow.Builder flow =
        Flow.newBuilder()
            .setTime(
                Timestamp.newBuilder()
                    .setSeconds(Math.floorDiv(timeNs, 1_000_000_000L))
                    .setNanos((int) Math.floorMod(timeNs, 1_000_000_000L)))
            .setVerdict(pick(random, List.of(Verdict.FORWARDED, Verdict.DROPPED, Verdict.ERROR)))
            .setIP(IP.newBuilder().setSource(pick(random, IPS)).setDestination(pick(random, IPS)))
            .setSource(endpoint(random))
            .setDestination(endpoint(random))
            .setNodeName(pick(random, List.of("", "default/n1", "default/n2")))
            .setEventType(CiliumEventType.newBuilder().setType(pick(random, List.of(1, 4, 129))));
    int source = pick(random, PORTS);
    int destination = pick(random, PORTS);
    if (random.nextBoolean()) {
      flow.setL4(
          Layer4.newBuilder()
              .setTCP(TCP.newBuilder().setSourcePort(source).setDestinationPort(destination)));
    } else if (random.nextBoolean()) {
      flow.setL4(
          Layer4.newBuilder()
              .setUDP(UDP.newBuilder().setSourcePort(source).setDestinationPort(destination)));
    }
    return FlowEvent.newBuilder().setHeader(header(collector, seq, timeNs)).setFlow(flow).build();
  }

  public static FlowEvent loss(String collector, long seq, long timeNs, long count) {
    return FlowEvent.newBuilder()
        .setHeader(header(collector, seq, timeNs))
        .setLoss(Loss.newBuilder().setStage("spool").setReason("full").setCount(count))
        .build();
  }

  /** An event of {@code kind} at time {@code seq}. */
  public static FlowEvent event(EventKind kind, long seq) {
    FlowEvent.Builder event = FlowEvent.newBuilder().setHeader(header("c", seq, seq));
    return switch (kind) {
      case FLOW -> event.setFlow(Flow.getDefaultInstance()).build();
      case LOSS -> event.setLoss(Loss.getDefaultInstance()).build();
      case NODE_STATUS -> event.setNodeStatus(NodeStatusEvent.getDefaultInstance()).build();
      case AGENT_EVENT -> event.setAgentEvent(AgentEvent.getDefaultInstance()).build();
      case DEBUG_EVENT -> event.setDebugEvent(DebugEvent.getDefaultInstance()).build();
    };
  }

  public static DnsEvent dns(String collector, long seq, long timeNs, String query) {
    return DnsEvent.newBuilder()
        .setHeader(header(collector, seq, timeNs))
        .setDns(Dns.newBuilder().setQuery(query).setClientIp("10.0.0.1"))
        .build();
  }

  public static EdgeWindow edge(String server, long startNs, long lengthNs, long flows) {
    return EdgeWindow.newBuilder()
        .setEdge(
            Edge.newBuilder()
                .setClient(Peer.newBuilder().setNamespace("shop").setName("frontend"))
                .setServer(Peer.newBuilder().setNamespace("shop").setName(server))
                .setPort(80)
                .setProtocol("TCP"))
        .setWindow(Window.newBuilder().setStartNs(startNs).setLengthNs(lengthNs))
        .setCounts(EdgeCounts.newBuilder().setFlows(flows))
        .build();
  }

  public static SeriesRecord<EdgeWindow> record(int partition, long offset, EdgeWindow edge) {
    return new SeriesRecord<>(
        Series.EDGES, partition, offset, ByteString.copyFrom(TopicKeys.edge(edge)), edge);
  }

  public static SeriesRecord<DnsEvent> record(
      int partition, long offset, String key, DnsEvent event) {
    return new SeriesRecord<>(Series.DNS, partition, offset, ByteString.copyFromUtf8(key), event);
  }

  private static Endpoint endpoint(Random random) {
    return Endpoint.newBuilder()
        .setNamespace(pick(random, NAMESPACES))
        .setPodName(pick(random, PODS))
        .build();
  }

  static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
