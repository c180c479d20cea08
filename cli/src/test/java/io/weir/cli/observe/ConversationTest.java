package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.hubble.observer.ServerStatusRequest;
import io.weir.hubble.observer.ServerStatusResponse;
import io.weir.hubble.relay.NodeState;
import io.weir.hubble.relay.NodeStatusEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Both commands against a server that says what it is told to. */
class ConversationTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ScriptedObserver observer = new ScriptedObserver();
  private final HealthStatusManager health = new HealthStatusManager();
  private Server server;

  private static final class ScriptedObserver extends ObserverGrpc.ObserverImplBase {
    final List<GetFlowsRequest> requests = new CopyOnWriteArrayList<>();
    volatile Status end = Status.OK;

    @Override
    public void getFlows(GetFlowsRequest request, StreamObserver<GetFlowsResponse> responses) {
      requests.add(request);
      GetFlowsResponse.Builder flow = GetFlowsResponse.newBuilder().setNodeName("prod/n1");
      flow.getFlowBuilder().setUuid("a<b").getIPBuilder().setSource("10.0.0.1");
      responses.onNext(flow.build());
      responses.onNext(
          GetFlowsResponse.newBuilder()
              .setNodeStatus(
                  NodeStatusEvent.newBuilder()
                      .setStateChange(NodeState.NODE_UNAVAILABLE)
                      .addNodeNames("prod/n2"))
              .build());
      if (end.isOk()) {
        responses.onCompleted();
      } else {
        responses.onError(end.asRuntimeException());
      }
    }

    @Override
    public void serverStatus(
        ServerStatusRequest request, StreamObserver<ServerStatusResponse> responses) {
      responses.onNext(
          ServerStatusResponse.newBuilder().setNumFlows(1).setMaxFlows(4).setFlowsRate(2).build());
      responses.onCompleted();
    }
  }

  @BeforeEach
  void start() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(observer)
            .addService(health.getHealthService())
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  private String address() {
    return "127.0.0.1:" + server.getPort();
  }

  private int observe(String... args) {
    ObserveCommand command = new ObserveCommand();
    new CommandLine(command).parseArgs(args);
    command.connection.server = address();
    return new ObserveRun(command, stream(out), stream(err)).run();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @Test
  void jsonLinesOnStdout_nodeStatusOnStderr() {
    assertThat(observe("-o", "json", "--last", "7")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"flow\":{\"IP\":{\"source\":\"10.0.0.1\"},\"uuid\":\"a\\u003cb\"},"
                + "\"node_name\":\"prod/n1\"}\n");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"node_status\":{\"state_change\":\"NODE_UNAVAILABLE\","
                + "\"node_names\":[\"prod/n2\"]}}\n");
    assertThat(observer.requests).extracting(GetFlowsRequest::getNumber).containsExactly(7L);
  }

  @Test
  void asksForTwentyUnlessToldOtherwise() {
    observe();
    observe("--all");
    observe("-f");
    observe("--since", "5m");
    observe("--first", "3");
    assertThat(observer.requests)
        .extracting(GetFlowsRequest::getNumber)
        .containsExactly(20L, -1L, 0L, 0L, 3L);
    assertThat(observer.requests.get(4).getFirst()).isTrue();
    assertThat(observer.requests.get(2).getFollow()).isTrue();
  }

  /** Answers that came before the error are printed; the error is one sentence. */
  @Test
  void aServersErrorIsASentenceAndExitsWithOne() {
    observer.end = Status.INVALID_ARGUMENT.withDescription("invalid source pod filter");
    assertThat(observe()).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("10.0.0.1");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .endsWith("weir observe: INVALID_ARGUMENT: invalid source pod filter\n");
    out.reset();
    assertThat(observe("-o", "json")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("10.0.0.1");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .endsWith("weir observe: INVALID_ARGUMENT: invalid source pod filter\n");
    observer.end = Status.UNKNOWN.withDescription("as Hubble says it");
    assertThat(observe()).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("weir observe: as Hubble says it\n");
  }

  @Test
  void statusTellsHealthAndNumbers() {
    String name = "hubble.server.Observer";
    health.setStatus(name, ServingStatus.SERVING);
    assertThat(status()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "Healthcheck (via %s): Ok\nCurrent/Max Flows: 1/4 (25.00%%)\nFlows/s: 2.00\n"
                .formatted(address()));
    health.setStatus(name, ServingStatus.NOT_SERVING);
    assertThat(status()).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("weir status: not healthy\n");
  }

  private int status() {
    ConnectionOptions connection = new ConnectionOptions();
    connection.server = address();
    return new StatusRun(connection, StatusCommand.Output.compact, stream(out), stream(err)).run();
  }
}
