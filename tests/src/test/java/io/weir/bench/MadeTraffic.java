package io.weir.bench;

import com.google.protobuf.BoolValue;
import com.google.protobuf.util.Timestamps;
import io.weir.event.v1.EventHeader;
import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.DNS;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowType;
import io.weir.hubble.flow.HTTP;
import io.weir.hubble.flow.HTTPHeader;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.IPVersion;
import io.weir.hubble.flow.L7FlowType;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.Layer7;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.TraceObservationPoint;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.UDP;
import io.weir.hubble.flow.Verdict;
import io.weir.ingest.v1.Event;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Traffic of a made cluster with so many edges, as Hubble reports it from both nodes of every
 * connection, in order of time and without end. Equal arguments give equal flows.
 *
 * <p>Each tenth of the edges is a workload's question to the resolver, the others are TCP between
 * workloads, all equally busy: nothing is as hard on windows as traffic that is spread evenly. A
 * connection is 10 flows (SYN, SYN-ACK, ACK and both FIN, at either end); every second one carries
 * an HTTP request (2 more), every fifth begins with a DNS lookup (4 more).
 */
final class MadeTraffic implements Iterator<MadeTraffic.Sent> {
  /** Edges for one workload: nine servers and the resolver. */
  static final int EDGES_OF_WORKLOAD = 10;

  /** Flows of a connection on average, lookup and request included. */
  static final double FLOWS_OF_CONNECTION = 10 + 2 / 2.0 + 4 / 5.0;

  static final int DNS_EVERY = 5;
  static final int HTTP_EVERY = 2;

  private static final String RESOLVER = "kube-dns";
  private static final int SERVERS = EDGES_OF_WORKLOAD - 1;
  private static final int REPLICAS = 2;
  private static final int PODS_OF_NODE = 50;
  private static final int HTTP_PORT = 8080;
  private static final int DNS_PORT = 53;
  private static final int PORT_MIN = 32_768;
  private static final int PORTS = 28_000;
  private static final long HOP_NS = 200_000;
  private static final long SECOND_NS = 1_000_000_000;
  private static final long SEED = 7;

  /**
   * One event with what the relay would know of it.
   *
   * @param edge {@code client>server}, the names of its workloads
   */
  record Sent(EventHeader header, Event event, String edge) {
    long timeNs() {
      return header.getObservedAtNs();
    }
  }

  private record Planned(long timeNs, long order, String edge, Node node, Flow.Builder flow) {}

  /** A node's collector numbers its events. */
  private static final class Node {
    final String name;
    final String collector;
    long seq;

    Node(int number) {
      name = "made/gke-made-default-pool-8a1b2c3d-" + number;
      collector = "%016x".formatted(0x9e3779b97f4a7c15L * (number + 1));
    }
  }

  /**
   * @param local as its own node tells it
   * @param remote as other nodes do: they do not know workload and id
   */
  private record Pod(Endpoint local, Endpoint remote, String address, Node node) {
    Endpoint seenBy(Node observer) {
      return observer == node ? local : remote;
    }
  }

  private final Pod[] pods;
  private final Pod resolver;
  private final int workloads;
  private final long startNs;
  private final double connectionNs;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final PriorityQueue<Planned> planned =
      new PriorityQueue<>(Comparator.comparingLong(Planned::timeNs).thenComparing(Planned::order));
  private long connections;
  private long order;

  /**
   * @param edges at least 1,000
   * @param startNs event time of the first flow
   * @param flowsPerSecond how dense the flows are in event time
   */
  MadeTraffic(int edges, long startNs, double flowsPerSecond) {
    this.workloads = edges / EDGES_OF_WORKLOAD;
    this.startNs = startNs;
    this.connectionNs = SECOND_NS * FLOWS_OF_CONNECTION / flowsPerSecond;
    Node[] nodes = new Node[Math.max(3, workloads * REPLICAS / PODS_OF_NODE)];
    Arrays.setAll(nodes, Node::new);
    pods = new Pod[workloads * REPLICAS];
    Arrays.setAll(pods, i -> pod(i, nodes[i % nodes.length]));
    resolver = pod(pods.length, nodes[0], RESOLVER, "kube-system");
  }

  private static Pod pod(int number, Node node) {
    int workload = number / REPLICAS;
    return pod(number, node, name(workload), "team-" + workload % 20);
  }

  private static Pod pod(int number, Node node, String name, String namespace) {
    Endpoint remote =
        Endpoint.newBuilder()
            .setIdentity(10_000 + number / REPLICAS)
            .setClusterName("made")
            .setNamespace(namespace)
            .addLabels("k8s:app.kubernetes.io/name=" + name)
            .addLabels("k8s:app.kubernetes.io/part-of=" + namespace)
            .addLabels("k8s:app.kubernetes.io/version=1.4." + number % 40)
            .addLabels(
                "k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name=" + namespace)
            .addLabels("k8s:io.cilium.k8s.policy.cluster=made")
            .addLabels("k8s:io.cilium.k8s.policy.serviceaccount=" + name)
            .addLabels("k8s:io.kubernetes.pod.namespace=" + namespace)
            .setPodName(name + "-6d5f9c7b8b-" + suffix(number))
            .build();
    Endpoint local =
        remote.toBuilder()
            .setID(1 + number % 4_000)
            .addWorkloads(
                io.weir.hubble.flow.Workload.newBuilder().setName(name).setKind("Deployment"))
            .build();
    String address =
        "10.%d.%d.%d".formatted(8 + number / 62_500, number / 250 % 250, 2 + number % 250);
    return new Pod(local, remote, address, node);
  }

  private static String name(int workload) {
    return "service-" + workload;
  }

  /** Five letters as Kubernetes takes them. */
  private static String suffix(int number) {
    String letters = "bcdfghjklmnpqrstvwxz2456789";
    StringBuilder text = new StringBuilder();
    for (int i = 0, left = number; i < 5; i++, left /= letters.length()) {
      text.append(letters.charAt(left % letters.length()));
    }
    return text.toString();
  }

  /** True for ever. */
  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Sent next() {
    while (planned.isEmpty() || planned.peek().timeNs() >= nextConnectionNs()) {
      planConnection();
    }
    Planned one = planned.remove();
    EventHeader header =
        EventHeader.newBuilder()
            .setNode(one.node().name)
            .setCollector(one.node().collector)
            .setSeq(++one.node().seq)
            .setObservedAtNs(one.timeNs())
            .setSource("hubble")
            .setSampling(1)
            .build();
    Flow flow = one.flow().setTime(Timestamps.fromNanos(one.timeNs())).build();
    Event event =
        Event.newBuilder()
            .setObservedAtNs(one.timeNs())
            .setNode(one.node().name)
            .setSource("hubble")
            .setFlow(flow)
            .build();
    return new Sent(header, event, one.edge());
  }

  private long nextConnectionNs() {
    return startNs + (long) (connections * connectionNs);
  }

  private void planConnection() {
    long atNs = nextConnectionNs();
    int tcpEdges = workloads * SERVERS;
    // A prime stride visits every edge before any comes again.
    int edge = (int) (connections * 1_000_003L % tcpEdges);
    int workload = edge / SERVERS;
    int server = edge % SERVERS;
    Pod from = pods[workload * REPLICAS + random.nextInt(REPLICAS)];
    int target = (workload + 1 + server * 11) % workloads;
    Pod to = pods[target * REPLICAS + random.nextInt(REPLICAS)];
    int port = PORT_MIN + (int) (connections % PORTS);
    if (connections % DNS_EVERY == 0) {
      lookup(atNs, from, port, name(workload) + ">" + RESOLVER, name(target));
    }
    Connection connection =
        new Connection(from, to, port, name(workload) + ">" + name(target), atNs + 10 * HOP_NS);
    connection.plan(connections % HTTP_EVERY == 0);
    connections++;
  }

  private void lookup(long atNs, Pod from, int port, String edge, String name) {
    DNS.Builder question =
        DNS.newBuilder().setQuery(name + ".svc.cluster.local.").addQtypes("A").setRcode(0);
    for (boolean reply : new boolean[] {false, true}) {
      long timeNs = atNs + (reply ? 5 : 0) * HOP_NS;
      Flow.Builder packet =
          flow(from, resolver, reply, from.node())
              .setType(FlowType.L3_L4)
              .setTraceObservationPoint(
                  reply ? TraceObservationPoint.TO_ENDPOINT : TraceObservationPoint.TO_PROXY)
              .setEventType(CiliumEventType.newBuilder().setType(4).setSubType(reply ? 0 : 1));
      packet.getL4Builder().setUDP(udp(port, reply));
      add(timeNs, edge, from.node(), packet);
      Flow.Builder record =
          flow(from, resolver, reply, from.node())
              .setType(FlowType.L7)
              .setEventType(CiliumEventType.newBuilder().setType(129))
              .setL7(
                  Layer7.newBuilder()
                      .setType(reply ? L7FlowType.RESPONSE : L7FlowType.REQUEST)
                      .setLatencyNs(reply ? 4 * HOP_NS : 0)
                      .setDns(reply ? question.clone().addIps("10.96.0.10") : question));
      record.getL4Builder().setUDP(udp(port, reply));
      add(timeNs + HOP_NS, edge, from.node(), record);
    }
  }

  private static UDP udp(int port, boolean reply) {
    return UDP.newBuilder()
        .setSourcePort(reply ? DNS_PORT : port)
        .setDestinationPort(reply ? port : DNS_PORT)
        .build();
  }

  private Flow.Builder flow(Pod client, Pod server, boolean reply, Node observer) {
    Pod source = reply ? server : client;
    Pod destination = reply ? client : server;
    return Flow.newBuilder()
        .setUuid(new UUID(random.nextLong(), random.nextLong()).toString())
        .setVerdict(Verdict.FORWARDED)
        .setIP(
            IP.newBuilder()
                .setSource(source.address())
                .setDestination(destination.address())
                .setIpVersion(IPVersion.IPv4))
        .setSource(source.seenBy(observer))
        .setDestination(destination.seenBy(observer))
        .setNodeName(observer.name)
        .setIsReply(BoolValue.of(reply))
        .setTrafficDirection(
            observer == client.node() ? TrafficDirection.EGRESS : TrafficDirection.INGRESS);
  }

  private void add(long timeNs, String edge, Node node, Flow.Builder flow) {
    planned.add(new Planned(timeNs, order++, edge, node, flow));
  }

  /** The flows of one TCP connection. */
  private final class Connection {
    private final Pod from;
    private final Pod to;
    private final int port;
    private final String edge;
    private final long startNs;

    Connection(Pod from, Pod to, int port, String edge, long startNs) {
      this.from = from;
      this.to = to;
      this.port = port;
      this.edge = edge;
      this.startNs = startNs;
    }

    void plan(boolean withRequest) {
      packet(0, false, TCPFlags.newBuilder().setSYN(true));
      packet(2, true, TCPFlags.newBuilder().setSYN(true).setACK(true));
      packet(4, false, TCPFlags.newBuilder().setACK(true));
      long latencyNs = (1 + random.nextInt(50)) * 1_000_000L;
      if (withRequest) {
        request(latencyNs);
      }
      int after = 8 + (int) (latencyNs / HOP_NS);
      packet(after, true, TCPFlags.newBuilder().setFIN(true).setACK(true));
      packet(after + 2, false, TCPFlags.newBuilder().setFIN(true).setACK(true));
    }

    /** At the node that it leaves, and at the one that it comes to. */
    private void packet(int hop, boolean reply, TCPFlags.Builder flags) {
      Node first = reply ? to.node() : from.node();
      Node second = reply ? from.node() : to.node();
      report(startNs + hop * HOP_NS, first, reply, flags, TraceObservationPoint.TO_OVERLAY);
      report(startNs + (hop + 1) * HOP_NS, second, reply, flags, TraceObservationPoint.TO_ENDPOINT);
    }

    private void report(
        long timeNs,
        Node observer,
        boolean reply,
        TCPFlags.Builder flags,
        TraceObservationPoint point) {
      Flow.Builder flow =
          flow(from, to, reply, observer)
              .setType(FlowType.L3_L4)
              .setTraceObservationPoint(point)
              .setEventType(
                  CiliumEventType.newBuilder()
                      .setType(4)
                      .setSubType(point == TraceObservationPoint.TO_OVERLAY ? 4 : 0));
      flow.setL4(Layer4.newBuilder().setTCP(tcp(reply).setFlags(flags)));
      add(timeNs, edge, observer, flow);
    }

    private TCP.Builder tcp(boolean reply) {
      return TCP.newBuilder()
          .setSourcePort(reply ? HTTP_PORT : port)
          .setDestinationPort(reply ? port : HTTP_PORT);
    }

    private void request(long latencyNs) {
      HTTP.Builder http =
          HTTP.newBuilder()
              .setMethod("GET")
              .setUrl("http://service:8080/api/v1/items/" + random.nextInt(100_000))
              .setProtocol("HTTP/1.1")
              .addHeaders(HTTPHeader.newBuilder().setKey("Accept").setValue("application/json"))
              .addHeaders(HTTPHeader.newBuilder().setKey("User-Agent").setValue("made/1.1"));
      for (boolean reply : new boolean[] {false, true}) {
        Flow.Builder flow =
            flow(from, to, reply, to.node())
                .setType(FlowType.L7)
                .setEventType(CiliumEventType.newBuilder().setType(129))
                .setL7(
                    Layer7.newBuilder()
                        .setType(reply ? L7FlowType.RESPONSE : L7FlowType.REQUEST)
                        .setLatencyNs(reply ? latencyNs : 0)
                        .setHttp(reply ? http.clone().setCode(status()) : http));
        flow.setL4(Layer4.newBuilder().setTCP(tcp(reply)));
        add(startNs + 6 * HOP_NS + (reply ? latencyNs : 0), edge, to.node(), flow);
      }
    }

    private int status() {
      return random.nextInt(50) == 0 ? 503 : 200;
    }
  }
}
