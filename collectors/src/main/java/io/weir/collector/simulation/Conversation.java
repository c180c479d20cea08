package io.weir.collector.simulation;

import com.google.protobuf.BoolValue;
import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.DropReason;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowType;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.IPVersion;
import io.weir.hubble.flow.L7FlowType;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.Layer7;
import io.weir.hubble.flow.Policy;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.TraceObservationPoint;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.UDP;
import io.weir.hubble.flow.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One connection, or one exchange of datagrams, packet by packet: who sees which packet when, and
 * what it counts. Mutable while it is planned.
 */
final class Conversation {
  private static final int EVENT_DROP = 1;
  private static final int EVENT_TRACE = 4;
  private static final int EVENT_POLICY_VERDICT = 5;
  private static final int EVENT_L7 = 129;
  private static final int POLICY_MATCH_L3_ONLY = 1;
  private static final long NEAR_NS = 20_000;
  private static final long LOCAL_NS = 40_000;
  private static final long NETWORK_NS = 250_000;
  private static final double NETWORK_SIGMA = 0.3;

  /**
   * A packet or record on its way.
   *
   * @param stampNs event time that the first node to see it gave it
   * @param arrivedNs true time at which it reached the other side
   */
  record Passed(long stampNs, long arrivedNs) {}

  final Party client;
  final Party server;
  final Truth.Edge edge;
  private final Recorder recorder;
  private final Dice dice;
  private final int clientPort;
  private final boolean tcp;
  private final List<Point> forward;
  private final List<Point> reply;
  private final List<Long> counted = new ArrayList<>();
  private final Packets toServer = new Packets();
  private final Packets toClient = new Packets();
  private long lost;

  Conversation(
      Recorder recorder,
      Dice dice,
      Party client,
      int clientPort,
      Party server,
      int serverPort,
      boolean tcp) {
    this.recorder = recorder;
    this.dice = dice;
    this.client = client;
    this.server = server;
    this.clientPort = clientPort;
    this.tcp = tcp;
    this.edge =
        new Truth.Edge(
            client.workload().text(), server.workload().text(), serverPort, tcp ? "TCP" : "UDP");
    this.forward = Point.forward(client, server);
    this.reply = Point.reply(client, server);
  }

  /** Counts something of this conversation at an event time. */
  void count(long stampNs, String name) {
    recorder.truth.count(edge, stampNs, name, 1);
    counted.add(stampNs);
  }

  /** Nothing is added from here on: what reports were lost is known. */
  void finish() {
    if (lost > 0) {
      recorder.truth.unseen(edge, counted, lost);
    }
    toServer.count(recorder.truth, edge);
    toClient.count(recorder.truth, edge);
  }

  /** A packet that arrives. */
  Passed packet(long ns, Flags flags, boolean fromClient) {
    return packet(ns, flags, fromClient, Integer.MAX_VALUE);
  }

  /** A packet that is lost between the nodes. */
  Passed lostPacket(long ns, Flags flags, boolean fromClient) {
    return packet(ns, flags, fromClient, 1);
  }

  private Passed packet(long ns, Flags flags, boolean fromClient, int seenBy) {
    List<Point> points = fromClient ? forward : reply;
    long networkNs = networkNs();
    long stampNs = Long.MAX_VALUE;
    for (Point point : points.subList(0, Math.min(seenBy, points.size()))) {
      long atNs = ns + NEAR_NS + (point.far() ? networkNs : 0);
      Flow.Builder flow = base(fromClient, point.node(), flags);
      flow.setVerdict(Verdict.FORWARDED)
          .setType(FlowType.L3_L4)
          .setIsReply(BoolValue.of(!fromClient))
          .setTrafficDirection(direction(point.ingress()))
          .setTraceObservationPoint(point.place())
          .setEventType(
              CiliumEventType.newBuilder().setType(EVENT_TRACE).setSubType(subType(point)));
      boolean receivers = point.place() == TraceObservationPoint.TO_ENDPOINT;
      Packets packets = fromClient ? toServer : toClient;
      long seenNs = see(point.node(), atNs, flow, stamp -> packets.seen(receivers, stamp));
      stampNs = Math.min(stampNs, seenNs);
    }
    return new Passed(stampNs, ns + networkNs + 2 * NEAR_NS);
  }

  private static int subType(Point point) {
    // TO_ENDPOINT is 0 in the datapath; Hubble gives it another number in its own field.
    return point.place() == TraceObservationPoint.TO_ENDPOINT ? 0 : point.place().getNumber();
  }

  private long networkNs() {
    return isLocal() ? LOCAL_NS : dice.around(NETWORK_NS, NETWORK_SIGMA);
  }

  /** True when both are on one node. */
  boolean isLocal() {
    return client instanceof Pod a && server instanceof Pod b && a.node().equals(b.node());
  }

  /**
   * The opening packet is dropped on the server's side, after the client's side has let it go, or
   * on the client's.
   *
   * @param policy that denied it; absent when the datapath has other reasons
   */
  Passed dropped(long ns, Flags flags, Node where, DropReason reason, Optional<Policy> policy) {
    boolean ingress = server instanceof Pod pod && pod.node().equals(where);
    boolean crossed = ingress && !forward.get(0).ingress();
    long stampNs = Long.MAX_VALUE;
    long atNs = ns + NEAR_NS;
    if (crossed) {
      Passed out = packet(ns, flags, true, 1);
      stampNs = out.stampNs();
      atNs = out.arrivedNs();
    }
    if (policy.isPresent()) {
      Flow.Builder verdict = stopped(where, flags, ingress, reason);
      verdict
          .setEventType(CiliumEventType.newBuilder().setType(EVENT_POLICY_VERDICT))
          .setPolicyMatchType(POLICY_MATCH_L3_ONLY);
      if (ingress) {
        verdict.addIngressDeniedBy(policy.get());
      } else {
        verdict.addEgressDeniedBy(policy.get());
      }
      stampNs = Math.min(stampNs, see(where, atNs, verdict));
      atNs += 1_000;
    }
    Flow.Builder drop = stopped(where, flags, ingress, reason);
    drop.setDropReason(reason.getNumber())
        .setEventType(
            CiliumEventType.newBuilder().setType(EVENT_DROP).setSubType(reason.getNumber()));
    long droppedNs = see(where, atNs, drop, stamp -> toServer.dropped(ingress));
    count(droppedNs, Counts.DROPS + reason.name());
    recorder.truth.drop(
        new Truth.Drop(
            reason.name(),
            direction(ingress).name(),
            edge.client(),
            edge.server(),
            edge.port(),
            edge.protocol(),
            where.name(),
            policy.map(p -> p.getNamespace() + "/" + p.getName()).orElse("")),
        droppedNs);
    return new Passed(Math.min(stampNs, droppedNs), atNs);
  }

  private Flow.Builder stopped(Node where, Flags flags, boolean ingress, DropReason reason) {
    return base(true, where, flags)
        .setVerdict(Verdict.DROPPED)
        .setType(FlowType.L3_L4)
        .setDropReasonDesc(reason)
        .setTrafficDirection(direction(ingress));
  }

  /** A request or response that the proxy on {@code node} sees. */
  long record(long ns, Node node, boolean request, Layer7.Builder layer7, String summary) {
    boolean ingress = server instanceof Pod pod && pod.node().equals(node);
    Flow.Builder flow = base(request, node, Flags.NONE);
    flow.setVerdict(Verdict.FORWARDED)
        .setType(FlowType.L7)
        .setIsReply(BoolValue.of(!request))
        .setTrafficDirection(direction(ingress))
        .setEventType(CiliumEventType.newBuilder().setType(EVENT_L7))
        .setL7(layer7.setType(request ? L7FlowType.REQUEST : L7FlowType.RESPONSE))
        .setSummary(summary);
    return see(node, ns, flow);
  }

  private long see(Node node, long ns, Flow.Builder flow) {
    return see(node, ns, flow, stamp -> {});
  }

  /**
   * Reports it and returns the time by the node's clock.
   *
   * @param reported is told that time when the report is not lost
   */
  private long see(Node node, long ns, Flow.Builder flow, LongConsumer reported) {
    long stampNs = node.clock(ns);
    if (recorder.flow(node, ns, flow)) {
      reported.accept(stampNs);
      recorder.truth.count(edge, stampNs, Counts.FLOWS, 1);
      recorder.truth.count(edge, stampNs, Counts.VERDICTS + flow.getVerdict().name(), 1);
    } else {
      lost++;
    }
    return stampNs;
  }

  private Flow.Builder base(boolean fromClient, Node node, Flags flags) {
    Party from = fromClient ? client : server;
    Party to = fromClient ? server : client;
    int fromPort = fromClient ? clientPort : edge.port();
    int toPort = fromClient ? edge.port() : clientPort;
    return Flow.newBuilder()
        .setIP(
            IP.newBuilder()
                .setSource(from.ip())
                .setDestination(to.ip())
                .setIpVersion(IPVersion.IPv4))
        .setL4(layer4(fromPort, toPort, flags))
        .setSource(from.endpoint(isOn(from, node)))
        .setDestination(to.endpoint(isOn(to, node)))
        .addAllSourceNames(from.names())
        .addAllDestinationNames(to.names())
        .setSummary(tcp ? flags.summary() : "UDP");
  }

  private static boolean isOn(Party party, Node node) {
    return party instanceof Pod pod && pod.node().equals(node);
  }

  private Layer4 layer4(int fromPort, int toPort, Flags flags) {
    if (!tcp) {
      return Layer4.newBuilder()
          .setUDP(UDP.newBuilder().setSourcePort(fromPort).setDestinationPort(toPort))
          .build();
    }
    TCP.Builder segment = TCP.newBuilder().setSourcePort(fromPort).setDestinationPort(toPort);
    flags.message().ifPresent(segment::setFlags);
    return Layer4.newBuilder().setTCP(segment).build();
  }

  private static TrafficDirection direction(boolean ingress) {
    return ingress ? TrafficDirection.INGRESS : TrafficDirection.EGRESS;
  }
}
