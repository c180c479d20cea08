package io.weir.cli.warmup;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Timestamp;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.DropReason;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowType;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.L7FlowType;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.hubble.observer.ServerStatusRequest;
import io.weir.hubble.observer.ServerStatusResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Answers a client of this process with one flow of each kind, so that the classes that a client
 * needs for an answer are loaded, too. On loopback, and only while the launcher makes its archive.
 */
public final class WarmUpServer extends ObserverGrpc.ObserverImplBase implements AutoCloseable {
  private static final Timestamp TIME =
      Timestamp.newBuilder().setSeconds(1_772_366_400).setNanos(1).build();

  private final Server server;

  /**
   * Listens on a free port.
   *
   * @throws IOException if there is none
   */
  public WarmUpServer() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = NettyServerBuilder.forAddress(anyPort).addService(this).build().start();
  }

  /** Where it listens, {@code HOST:PORT}. */
  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void getFlows(GetFlowsRequest request, StreamObserver<GetFlowsResponse> answers) {
    Flow tcp = flow().setType(FlowType.L3_L4).build();
    Flow.Builder dropped =
        tcp.toBuilder().setVerdict(Verdict.DROPPED).setDropReasonDesc(DropReason.POLICY_DENIED);
    Flow.Builder http = flow().setType(FlowType.L7);
    http.getEventTypeBuilder().setType(129);
    http.getL7Builder()
        .setType(L7FlowType.RESPONSE)
        .getHttpBuilder()
        .setMethod("GET")
        .setUrl("http://a/b")
        .setCode(200);
    for (Flow flow : new Flow[] {tcp, dropped.build(), http.build()}) {
      answers.onNext(answer().setFlow(flow).build());
    }
    answers.onNext(answer().setLostEvents(LostEvent.newBuilder().setNumEventsLost(1)).build());
    answers.onCompleted();
  }

  private static GetFlowsResponse.Builder answer() {
    return GetFlowsResponse.newBuilder().setNodeName("a/b").setTime(TIME);
  }

  private static Flow.Builder flow() {
    Flow.Builder flow =
        Flow.newBuilder()
            .setTime(TIME)
            .setVerdict(Verdict.FORWARDED)
            .setEventType(CiliumEventType.newBuilder().setType(4))
            .setIP(IP.newBuilder().setSource("10.0.0.1").setDestination("10.0.0.2"))
            .setSource(Endpoint.newBuilder().setNamespace("a").setPodName("b").addLabels("k8s:c=d"))
            .setIsReply(BoolValue.of(true));
    flow.getL4Builder().getTCPBuilder().setSourcePort(1).getFlagsBuilder().setSYN(true);
    return flow;
  }

  @Override
  public void serverStatus(
      ServerStatusRequest request, StreamObserver<ServerStatusResponse> answers) {
    answers.onNext(ServerStatusResponse.newBuilder().setNumFlows(1).setMaxFlows(2).build());
    answers.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
