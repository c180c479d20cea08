package io.weir.alerting.cause;

import com.google.protobuf.BoolValue;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowType;
import io.weir.hubble.flow.HTTP;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.L7FlowType;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.Layer7;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.TraceObservationPoint;
import io.weir.hubble.flow.Verdict;
import java.time.Duration;

/** Flows as nodes report them. Pods are {@code service-number}. */
final class TestFlows {
  static final TCPFlags SYN = TCPFlags.newBuilder().setSYN(true).build();
  static final TCPFlags FIN = TCPFlags.newBuilder().setFIN(true).setACK(true).build();

  private TestFlows() {}

  static Endpoint endpoint(String pod, boolean local, String version) {
    Endpoint.Builder endpoint =
        Endpoint.newBuilder()
            .setClusterName("c")
            .setNamespace("shop")
            .setPodName(pod)
            .addLabels("k8s:version=" + version);
    if (local) {
      endpoint.setID(7);
      endpoint
          .addWorkloadsBuilder()
          .setKind("Deployment")
          .setName(pod.substring(0, pod.lastIndexOf('-')));
    }
    return endpoint.build();
  }

  /** A pod answers a request. */
  static FlowEvent response(
      String pod, String version, String node, long ns, int status, Duration latency) {
    return event(
        node,
        ns,
        Flow.newBuilder()
            .setType(FlowType.L7)
            .setVerdict(Verdict.FORWARDED)
            .setIsReply(BoolValue.of(true))
            .setSource(endpoint(pod, true, version))
            .setDestination(endpoint("client-0", false, "v1"))
            .setL7(
                Layer7.newBuilder()
                    .setType(L7FlowType.RESPONSE)
                    .setLatencyNs(latency.toNanos())
                    .setHttp(HTTP.newBuilder().setCode(status))));
  }

  /** A packet from client to server, as one of their nodes sees it. */
  static FlowEvent packet(
      String client,
      String server,
      boolean atClient,
      String node,
      long ns,
      int port,
      TCPFlags flags) {
    return event(
        node,
        ns,
        Flow.newBuilder()
            .setType(FlowType.L3_L4)
            .setVerdict(Verdict.FORWARDED)
            .setTraceObservationPoint(
                atClient ? TraceObservationPoint.TO_OVERLAY : TraceObservationPoint.TO_ENDPOINT)
            .setIP(IP.newBuilder().setSource(client).setDestination(server))
            .setL4(
                Layer4.newBuilder()
                    .setTCP(
                        TCP.newBuilder()
                            .setSourcePort(port)
                            .setDestinationPort(80)
                            .setFlags(flags)))
            .setSource(endpoint(client, atClient, "v1"))
            .setDestination(endpoint(server, !atClient, "v1")));
  }

  private static FlowEvent event(String node, long ns, Flow.Builder flow) {
    return FlowEvent.newBuilder()
        .setHeader(EventHeader.newBuilder().setNode(node).setObservedAtNs(ns))
        .setFlow(flow)
        .build();
  }
}
