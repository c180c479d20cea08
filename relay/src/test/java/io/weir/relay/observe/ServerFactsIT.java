package io.weir.relay.observe;

import static io.weir.relay.observe.TestEvents.flow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.weir.event.v1.NodeReport;
import io.weir.event.v1.NodeReport.SeenNode;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetNamespacesRequest;
import io.weir.hubble.observer.GetNodesRequest;
import io.weir.hubble.observer.Namespace;
import io.weir.hubble.observer.Node;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.hubble.observer.ServerStatusRequest;
import io.weir.hubble.observer.ServerStatusResponse;
import io.weir.hubble.relay.NodeState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the server tells of itself and its nodes, over a connection, on a clock that a test moves.
 */
class ServerFactsIT {
  private TestServer server;
  private ObserverGrpc.ObserverBlockingStub observer;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    observer = ObserverGrpc.newBlockingStub(server.connect());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  /** A collector's report: it runs for {@code upSeconds} and gave {@code flows} since. */
  private void report(String id, String node, long upSeconds, long flows, double rate) {
    report(id, node, upSeconds, flows, rate, false);
  }

  private void report(
      String id, String node, long upSeconds, long flows, double rate, boolean ending) {
    long nowNs = server.now().getEpochSecond() * 1_000_000_000L;
    server.census.report(
        NodeReport.newBuilder()
            .setId(id)
            .setNode(node)
            .setVersion("0.1.0")
            .setAddress("192.0.2.1")
            .setStartedAtNs(nowNs - upSeconds * 1_000_000_000L)
            .setReportedAtNs(nowNs)
            .setEnding(ending)
            .addNodes(
                SeenNode.newBuilder()
                    .setName(node)
                    .setState(NodeState.NODE_CONNECTED)
                    .setSeenFlows(flows)
                    .setFlowsRate(rate))
            .build(),
        server.now());
  }

  private ServerStatusResponse status() {
    return observer.serverStatus(ServerStatusRequest.getDefaultInstance());
  }

  private List<Node> nodes() {
    return observer.getNodes(GetNodesRequest.getDefaultInstance()).getNodesList();
  }

  private static Duration uptime(ServerStatusResponse status) {
    return Duration.ofNanos(status.getUptimeNs());
  }

  /** A relay that has just started knows from reports what was before it. */
  @Test
  void aRestartOfTheRelayChangesNoNumberOfItsNodes() {
    report("a", "prod/n1", 3_600, 7_200, 2.0);
    report("b", "prod/n2", 60, 600, 10.0);

    ServerStatusResponse status = status();

    assertThat(status.getSeenFlows()).isEqualTo(7_800);
    assertThat(status.getFlowsRate()).isEqualTo(12.0);
    assertThat(uptime(status)).isEqualTo(Duration.ofHours(1));
    assertThat(status.getNumConnectedNodes().getValue()).isEqualTo(2);
    assertThat(status.hasNumUnavailableNodes()).isTrue();
    assertThat(status.getNumUnavailableNodes().getValue()).isZero();
    assertThat(status.getNumFlows()).as("of the ring").isZero();
    assertThat(status.getMaxFlows()).isEqualTo(1_000);
    assertThat(nodes().get(0).getUptimeNs()).isEqualTo(Duration.ofHours(1).toNanos());
    assertThat(nodes().get(0).getSeenFlows()).isEqualTo(7_200);
  }

  /** Flows and uptime are of the same run, so flows divided by uptime never is absurd. */
  @Test
  void aRestartOfACollectorBeginsBothAnew() {
    report("a", "prod/n1", 3_600, 7_200, 2.0);
    server.passes(Duration.ofSeconds(5));
    report("a", "prod/n1", 10, 20, 2.0);

    ServerStatusResponse status = status();

    assertThat(status.getSeenFlows()).isEqualTo(20);
    assertThat(uptime(status)).isEqualTo(Duration.ofSeconds(10));
    assertThat(status.getSeenFlows() / (double) uptime(status).toSeconds()).isEqualTo(2.0);
    assertThat(nodes()).hasSize(1);
  }

  @Test
  void aCollectorThatIsSilentFor30SecondsIsUnavailable_andBackWithItsNextReport() {
    report("a", "prod/n1", 100, 10, 1.0);
    report("b", "prod/n2", 100, 10, 1.0);
    server.passes(Duration.ofSeconds(29));
    report("b", "prod/n2", 129, 40, 1.0);
    assertThat(nodes()).allMatch(node -> node.getState() == NodeState.NODE_CONNECTED);

    server.passes(Duration.ofSeconds(1));

    assertThat(nodes())
        .extracting(Node::getState)
        .containsExactly(NodeState.NODE_UNAVAILABLE, NodeState.NODE_CONNECTED);
    assertThat(nodes().get(0).getSeenFlows()).as("numbers of reachable nodes alone").isZero();
    ServerStatusResponse status = status();
    assertThat(status.getNumConnectedNodes().getValue()).isEqualTo(1);
    assertThat(status.getNumUnavailableNodes().getValue()).isEqualTo(1);
    assertThat(status.getUnavailableNodesList()).containsExactly("prod/n1");
    assertThat(status.getSeenFlows()).isEqualTo(40);
    assertThat(
            server.flows(GetFlowsRequest.getDefaultInstance()).stream()
                .map(answer -> answer.getNodeStatus().getStateChange())
                .toList())
        .containsExactly(NodeState.NODE_CONNECTED, NodeState.NODE_UNAVAILABLE);

    report("a", "prod/n1", 131, 12, 1.0);
    assertThat(nodes()).allMatch(node -> node.getState() == NodeState.NODE_CONNECTED);
  }

  @Test
  void aCollectorThatEndsInOrderIsUnavailableAtOnce() {
    report("a", "prod/n1", 100, 10, 1.0, true);
    assertThat(nodes().get(0).getState()).isEqualTo(NodeState.NODE_UNAVAILABLE);
  }

  @Test
  void atMostTenUnavailableNodesAreNamed_allAreCounted() {
    for (int i = 10; i < 25; i++) {
      report("c" + i, "prod/n" + i, 100, 10, 1.0, true);
    }
    assertThat(status().getNumUnavailableNodes().getValue()).isEqualTo(15);
    assertThat(status().getUnavailableNodesList()).hasSize(10);
  }

  @Test
  void namespacesAreForgottenAnHourAfterTheirLastFlow() {
    server.arrives(flow(1, 10));
    assertThat(namespaces()).containsExactly("shop");
    server.passes(Duration.ofMinutes(60));
    assertThat(namespaces()).containsExactly("shop");
    server.passes(Duration.ofSeconds(1));
    assertThat(namespaces()).isEmpty();
  }

  private List<String> namespaces() {
    return observer
        .getNamespaces(GetNamespacesRequest.getDefaultInstance())
        .getNamespacesList()
        .stream()
        .map(Namespace::getNamespace)
        .toList();
  }

  @Test
  void healthFollowsTheTail_underBothNames() {
    for (boolean reads : new boolean[] {true, false, true}) {
      server.tail(reads);
      for (String name : List.of("", "hubble.server.Observer")) {
        HealthCheckRequest request = HealthCheckRequest.newBuilder().setService(name).build();
        assertThat(HealthGrpc.newBlockingStub(server.connect()).check(request).getStatus())
            .as("\"%s\" while the tail %s", name, reads ? "reads" : "does not")
            .isEqualTo(reads ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
      }
    }
  }

  /** Clients of an agent look for the one, clients of a relay for the other. */
  @Test
  void everyAnswerCarriesBothVersions() {
    AtomicReference<Metadata> headers = new AtomicReference<>();
    ObserverGrpc.ObserverBlockingStub capturing =
        observer.withInterceptors(
            MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()));
    server.arrives(flow(1, 10));
    for (Runnable call :
        List.<Runnable>of(
            () -> capturing.serverStatus(ServerStatusRequest.getDefaultInstance()),
            () -> capturing.getFlows(GetFlowsRequest.getDefaultInstance()).next())) {
      headers.set(null);
      call.run();
      for (String name : List.of("hubble-server-version", "hubble-relay-version")) {
        assertThat(headers.get().get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)))
            .as(name)
            .isEqualTo("1.19.4");
      }
    }
  }

  private static final List<String> SERVICES =
      List.of(
          "observer.Observer",
          "peer.Peer",
          "weir.query.v1.Query",
          "grpc.health.v1.Health",
          "grpc.reflection.v1.ServerReflection",
          "grpc.reflection.v1alpha.ServerReflection");

  @Test
  void reflectionV1NamesAllServices() throws Exception {
    FirstAnswer<ServerReflectionResponse> answer = new FirstAnswer<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(server.connect()).serverReflectionInfo(answer);
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(answer.first().getListServicesResponse().getServiceList())
        .extracting(service -> service.getName())
        .containsExactlyInAnyOrderElementsOf(SERVICES);
    requests.onCompleted();
  }

  /** {@code hubble reflect} asks this one. */
  @Test
  @SuppressWarnings("deprecation")
  void reflectionV1AlphaNamesAllServices() throws Exception {
    FirstAnswer<io.grpc.reflection.v1alpha.ServerReflectionResponse> answer = new FirstAnswer<>();
    StreamObserver<io.grpc.reflection.v1alpha.ServerReflectionRequest> requests =
        io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(server.connect())
            .serverReflectionInfo(answer);
    requests.onNext(
        io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
            .setListServices("")
            .build());
    assertThat(answer.first().getListServicesResponse().getServiceList())
        .extracting(service -> service.getName())
        .containsExactlyInAnyOrderElementsOf(SERVICES);
    requests.onCompleted();
  }

  private static final class FirstAnswer<T> implements StreamObserver<T> {
    private final CompletableFuture<T> first = new CompletableFuture<>();

    T first() throws Exception {
      return first.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void onNext(T answer) {
      first.complete(answer);
    }

    @Override
    public void onError(Throwable error) {
      first.completeExceptionally(error);
    }

    @Override
    public void onCompleted() {}
  }
}
