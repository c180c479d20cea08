package io.weir.bench;

import com.google.protobuf.util.Timestamps;
import io.weir.hubble.flow.CiliumEventType;
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
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.flow.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A capture of our own making, for a checkout without recorded ones: 200 HTTP connections of a shop
 * of 12 services, 6 flows each, about as large as Cilium's on a managed cluster (1 KB).
 */
final class MadeCapture {
  private static final int CONNECTIONS = 200;
  private static final int SERVICES = 12;
  private static final int REPLICAS = 4;
  private static final long SEED = 42;
  private static final long START_NS = 1_772_366_400_000_000_000L; // 2026-03-01T12:00:00Z
  private static final long NS_PER_MS = 1_000_000;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<Flow> flows = new ArrayList<>();

  private MadeCapture() {}

  /** The same flows every time. */
  static List<Flow> flows() {
    MadeCapture capture = new MadeCapture();
    for (int i = 0; i < CONNECTIONS; i++) {
      capture.connection(i);
    }
    return List.copyOf(capture.flows);
  }

  private void connection(int number) {
    int client = random.nextInt(SERVICES);
    Side from = new Side(client, random.nextInt(REPLICAS), 32_768 + random.nextInt(28_000));
    Side to = new Side((client + 1 + random.nextInt(3)) % SERVICES, random.nextInt(REPLICAS), 8080);
    long start = START_NS + number * 10 * NS_PER_MS + random.nextLong(NS_PER_MS);
    long latency = (1 + random.nextInt(50)) * NS_PER_MS;
    boolean good = random.nextInt(50) > 0;
    String path = "/api/v1/items/" + random.nextInt(100_000);
    tcp(start, from, to, false, TCPFlags.newBuilder().setSYN(true));
    tcp(start + 100_000, to, from, true, TCPFlags.newBuilder().setSYN(true).setACK(true));
    HTTP.Builder request =
        HTTP.newBuilder()
            .setMethod("GET")
            .setUrl("http://" + to.name() + ":8080" + path)
            .setProtocol("HTTP/1.1")
            .addHeaders(header("Accept", "application/json"))
            .addHeaders(header("User-Agent", "Go-http-client/1.1"))
            .addHeaders(header("X-Request-Id", uuid()));
    http(start + 300_000, from, to, L7FlowType.REQUEST, request, 0);
    http(
        start + latency, to, from, L7FlowType.RESPONSE, request.setCode(good ? 200 : 503), latency);
    tcp(start + latency + 1, from, to, false, TCPFlags.newBuilder().setFIN(true).setACK(true));
    tcp(start + latency + 2, to, from, true, TCPFlags.newBuilder().setFIN(true).setACK(true));
  }

  private void tcp(long timeNs, Side from, Side to, boolean reply, TCPFlags.Builder flags) {
    Flow.Builder flow = flow(timeNs, from, to, reply).setType(FlowType.L3_L4);
    flow.getL4Builder().getTCPBuilder().setFlags(flags);
    flows.add(
        flow.setEventType(CiliumEventType.newBuilder().setType(4).setSubType(reply ? 0 : 3))
            .build());
  }

  private void http(
      long timeNs, Side from, Side to, L7FlowType type, HTTP.Builder http, long latencyNs) {
    boolean reply = type == L7FlowType.RESPONSE;
    flows.add(
        flow(timeNs, from, to, reply)
            .setType(FlowType.L7)
            .setL7(Layer7.newBuilder().setType(type).setLatencyNs(latencyNs).setHttp(http))
            .setEventType(CiliumEventType.newBuilder().setType(129))
            .build());
  }

  private Flow.Builder flow(long timeNs, Side from, Side to, boolean reply) {
    Side client = reply ? to : from;
    return Flow.newBuilder()
        .setTime(Timestamps.fromNanos(timeNs))
        .setUuid(uuid())
        .setVerdict(Verdict.FORWARDED)
        .setIP(
            IP.newBuilder()
                .setSource(from.address())
                .setDestination(to.address())
                .setIpVersion(IPVersion.IPv4))
        .setL4(
            Layer4.newBuilder()
                .setTCP(TCP.newBuilder().setSourcePort(from.port()).setDestinationPort(to.port())))
        .setSource(from.endpoint())
        .setDestination(to.endpoint())
        .setNodeName("made/gke-shop-default-pool-8a1b2c3d-" + client.service() % 3)
        .setTrafficDirection(reply ? TrafficDirection.INGRESS : TrafficDirection.EGRESS);
  }

  private String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private static HTTPHeader header(String key, String value) {
    return HTTPHeader.newBuilder().setKey(key).setValue(value).build();
  }

  /** One end of a connection. */
  private record Side(int service, int replica, int port) {
    String name() {
      return "service-" + service;
    }

    String address() {
      return "10.8." + service + "." + (10 + replica);
    }

    Endpoint endpoint() {
      return Endpoint.newBuilder()
          .setID(1_000 + service * REPLICAS + replica)
          .setIdentity(10_000 + service)
          .setClusterName("made")
          .setNamespace("shop")
          .setPodName(name() + "-6d5f9c7b8-x" + replica + "k2p")
          .addLabels("k8s:app=" + name())
          .addLabels("k8s:app.kubernetes.io/part-of=shop")
          .addLabels("k8s:app.kubernetes.io/version=1.4." + service)
          .addLabels("k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name=shop")
          .addLabels("k8s:io.cilium.k8s.policy.cluster=made")
          .addLabels("k8s:io.cilium.k8s.policy.serviceaccount=" + name())
          .addLabels("k8s:io.kubernetes.pod.namespace=shop")
          .addWorkloads(Workload.newBuilder().setName(name()).setKind("Deployment"))
          .build();
    }
  }
}
