package io.weir.relay.observe;

import static io.weir.relay.observe.TestEvents.flow;
import static io.weir.relay.observe.TestEvents.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.FieldMask;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.reflection.v1alpha.ServerReflectionGrpc;
import io.grpc.reflection.v1alpha.ServerReflectionRequest;
import io.grpc.reflection.v1alpha.ServerReflectionResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.codec.Codecs;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.GetNamespacesRequest;
import io.weir.hubble.observer.GetNodesRequest;
import io.weir.hubble.observer.Namespace;
import io.weir.hubble.observer.Node;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.hubble.observer.ObserverGrpc.ObserverBlockingStub;
import io.weir.hubble.observer.ServerStatusRequest;
import io.weir.hubble.observer.ServerStatusResponse;
import io.weir.relay.TestBroker;
import io.weir.topic.Topic;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Observer API over a real broker and a real connection, as a Hubble client sees it. */
class ObserverIT {
  private static final TestBroker BROKER = TestBroker.shared();
  private static final String TOPIC = Topic.FLOWS.topicName();

  private final FakeFlowStore store = new FakeFlowStore();
  private final List<AutoCloseable> open = new ArrayList<>();
  private KafkaProducer<byte[], byte[]> producer;
  private ManagedChannel channel;
  private ObserverBlockingStub observer;

  /** Offsets 0 and 1 are archived; 2 repeats 1; 3 is only in the topic. */
  @BeforeEach
  void start() throws Exception {
    BROKER.deleteTopics(List.of(TOPIC));
    BROKER.createTopic(TOPIC, 1, Topic.FLOWS.settings());
    producer = producer();
    produce(flow(1, 10));
    produce(flow(2, 20));
    produce(flow(2, 20));
    produce(flow(3, 15, "web-0"));
    store.archive(stored(0, 0, flow(1, 10)));
    store.archive(stored(0, 1, flow(2, 20)));

    ObserveConfig d = ObserveConfig.DEFAULT;
    ObserveConfig config =
        new ObserveConfig(
            64,
            1 << 20,
            new StreamLimits(2, 2, 0, 3, 1),
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            5,
            10,
            d.nameRetention(),
            d.unavailableAfter(),
            "1.19.4");
    ObserveRole role =
        new ObserveRole(
            config,
            BROKER.bootstrapServers(),
            store,
            new PrometheusRegistry(),
            InstantSource.system());
    role.start();
    open.add(role);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0));
    role.services().forEach(builder::addService);
    Server server = builder.build().start();
    open.add(0, server::shutdownNow);
    channel =
        Grpc.newChannelBuilder("127.0.0.1:" + server.getPort(), InsecureChannelCredentials.create())
            .build();
    open.add(0, channel::shutdownNow);
    observer = ObserverGrpc.newBlockingStub(channel);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    KafkaProducer<byte[], byte[]> kafka =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                BROKER.bootstrapServers(),
                ProducerConfig.LINGER_MS_CONFIG,
                0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    open.add(kafka);
    return kafka;
  }

  private void produce(FlowEvent event) throws ExecutionException, InterruptedException {
    produce(Codecs.flows().encode(event));
  }

  private void produce(byte[] value) throws ExecutionException, InterruptedException {
    producer.send(new ProducerRecord<>(TOPIC, 0, null, value)).get();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void archiveAndTailAreOneInOrderOfTime_repeatsAndGarbageLeftOut() throws Exception {
    produce(new byte[] {1, 2, 3});
    assertThat(flows(GetFlowsRequest.getDefaultInstance()))
        .containsExactly("flow-1", "flow-3", "flow-2");
  }

  /** Whatever was acknowledged before the question is in the answer: every time. */
  @Test
  void seesWhatWasAcknowledgedBefore() throws Exception {
    for (int i = 4; i < 24; i++) {
      produce(flow(i, 100 + i));
      assertThat(flows(GetFlowsRequest.newBuilder().setNumber(1).build()))
          .containsExactly("flow-" + i);
    }
  }

  @Test
  void filtersAndMasks() {
    GetFlowsRequest request =
        GetFlowsRequest.newBuilder()
            .addWhitelist(FlowFilter.newBuilder().addSourcePod("shop/web"))
            .setFieldMask(FieldMask.newBuilder().addPaths("uuid"))
            .build();
    GetFlowsResponse only = observer.getFlows(request).next();
    assertThat(only.getFlow().getUuid()).isEqualTo("flow-3");
    assertThat(only.getFlow().hasSource()).isFalse();
    assertThat(only.getNodeName()).isEqualTo("prod/n1");
    assertThat(only.getTime().getSeconds()).isEqualTo(15);
  }

  @Test
  void invalidQuestionsAreInvalidArgumentWithTheReason() {
    GetFlowsRequest filter =
        GetFlowsRequest.newBuilder().addWhitelist(FlowFilter.newBuilder().addSourcePod("")).build();
    assertThat(failure(filter).getDescription())
        .startsWith("invalid source pod filter \"\" (whitelist[0].source_pod[0]): empty");
    GetFlowsRequest mask =
        GetFlowsRequest.newBuilder().setFieldMask(FieldMask.newBuilder().addPaths("nope")).build();
    assertThat(failure(mask).getDescription()).startsWith("invalid fieldmask: \"nope\"");
    GetFlowsRequest first = GetFlowsRequest.newBuilder().setFirst(true).setFollow(true).build();
    assertThat(failure(first).getDescription()).isEqualTo("first cannot be specified with follow");
    assertThat(failure(first).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private Status failure(GetFlowsRequest request) {
    try {
      observer.getFlows(request).next();
      throw new AssertionError("answered: " + request);
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  @Test
  void followsAndEndsWhenTheClientLeaves_andNoMoreStreamsThanAllowed() throws Exception {
    Follower one = follow();
    Follower two = follow();
    assertThatThrownBy(() -> flows(GetFlowsRequest.getDefaultInstance()))
        .hasMessageStartingWith(
            "RESOURCE_EXHAUSTED: 2 streams run already (expected: at most observe.streams.max=2)");
    produce(flow(4, 30));
    await().untilAsserted(() -> assertThat(one.received).containsExactly("flow-2", "flow-4"));
    await().untilAsserted(() -> assertThat(two.received).containsExactly("flow-2", "flow-4"));
    two.call.get().cancel("enough", null);
    await()
        .ignoreException(StatusRuntimeException.class)
        .untilAsserted(() -> assertThat(flows(GetFlowsRequest.getDefaultInstance())).hasSize(4));
    one.call.get().cancel("enough", null);
    assertThat(store.openCursors()).isZero();
  }

  @Test
  void aClientThatDoesNotReadHoldsUpNobody() throws Exception {
    // Nothing is read from this iterator after the first answer.
    Iterator<GetFlowsResponse> stalled =
        observer.getFlows(GetFlowsRequest.newBuilder().setFollow(true).setNumber(1).build());
    assertThat(stalled.next().getFlow().getUuid()).isEqualTo("flow-2");
    for (int i = 4; i < 40; i++) {
      produce(flow(i, 100 + i));
    }
    assertThat(flows(GetFlowsRequest.newBuilder().setNumber(2).build()))
        .containsExactly("flow-38", "flow-39");
  }

  @Test
  void anArchiveTooFarBehindIsUnavailable() throws Exception {
    for (int i = 4; i < 100; i++) {
      produce(flow(i, 100 + i)); // the ring holds 64
    }
    Status status = failure(GetFlowsRequest.getDefaultInstance());
    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status.getDescription()).contains("Check that the archiver runs");
  }

  @Test
  void tellsStatusNodesNamespacesAndHealth() throws Exception {
    assertThat(flows(GetFlowsRequest.getDefaultInstance())).hasSize(3);
    ServerStatusResponse status = observer.serverStatus(ServerStatusRequest.getDefaultInstance());
    // The archived ones were there before the tail.
    assertThat(status.getSeenFlows()).isEqualTo(1);
    assertThat(status.getNumFlows()).isEqualTo(1);
    assertThat(status.getMaxFlows()).isEqualTo(64);
    assertThat(status.getNumConnectedNodes().getValue()).isEqualTo(1);
    assertThat(status.getFlowsRate()).isPositive();
    assertThat(status.getVersion()).startsWith("weir v");
    assertThat(observer.getNodes(GetNodesRequest.getDefaultInstance()).getNodesList())
        .extracting(Node::getName)
        .containsExactly("prod/n1");
    assertThat(
            observer.getNamespaces(GetNamespacesRequest.getDefaultInstance()).getNamespacesList())
        .extracting(Namespace::getNamespace)
        .containsExactly("shop");
    for (String name : List.of("", "hubble.server.Observer")) {
      HealthCheckRequest request = HealthCheckRequest.newBuilder().setService(name).build();
      assertThat(HealthGrpc.newBlockingStub(channel).check(request).getStatus())
          .isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void tellsTheHubbleVersionItIsCompatibleWith() {
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    observer
        .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
        .serverStatus(ServerStatusRequest.getDefaultInstance());
    assertThat(headers.get().get(VersionHeader.RELAY)).isEqualTo("1.19.4");
  }

  /** {@code hubble reflect} asks v1alpha. */
  @Test
  void reflectsItsServices() {
    List<String> names = new CopyOnWriteArrayList<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    response
                        .getListServicesResponse()
                        .getServiceList()
                        .forEach(service -> names.add(service.getName()));
                  }

                  @Override
                  public void onError(Throwable t) {
                    names.add(t.toString());
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    await()
        .untilAsserted(
            () ->
                assertThat(names)
                    .contains(
                        "observer.Observer",
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection",
                        "grpc.reflection.v1alpha.ServerReflection"));
    requests.onCompleted();
  }

  private List<String> flows(GetFlowsRequest request) {
    List<String> names = new ArrayList<>();
    observer.getFlows(request).forEachRemaining(answer -> names.add(answer.getFlow().getUuid()));
    return names;
  }

  private static final class Follower
      implements ClientResponseObserver<GetFlowsRequest, GetFlowsResponse> {
    final AtomicReference<ClientCallStreamObserver<GetFlowsRequest>> call = new AtomicReference<>();
    final List<String> received = new CopyOnWriteArrayList<>();

    @Override
    public void beforeStart(ClientCallStreamObserver<GetFlowsRequest> requests) {
      call.set(requests);
    }

    @Override
    public void onNext(GetFlowsResponse response) {
      received.add(response.getFlow().getUuid());
    }

    @Override
    public void onError(Throwable t) {}

    @Override
    public void onCompleted() {}
  }

  /** Begins with the newest flow; returns once that came, so the call runs. */
  private Follower follow() {
    Follower follower = new Follower();
    ObserverGrpc.newStub(channel)
        .getFlows(GetFlowsRequest.newBuilder().setFollow(true).setNumber(1).build(), follower);
    await().until(() -> !follower.received.isEmpty());
    return follower;
  }
}
