package io.weir.relay.observe;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.runtime.Readiness;
import io.weir.storage.StoredFlow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The Observer API behind a real connection, without Kafka: a test says what is archived, what
 * arrives, and what time it is.
 */
final class TestServer implements AutoCloseable {
  static final StreamLimits LIMITS = new StreamLimits(8, 8, 0, 100, 2);

  final FakeFlowStore store = new FakeFlowStore();
  final PrometheusRegistry registry = new PrometheusRegistry();
  final Ring ring;
  final Census census;
  private final ObserverHealth health = new ObserverHealth();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ObserveServices services;
  private final Server server;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private volatile Instant now = Instant.ofEpochSecond(1_000);
  private long next;

  TestServer() throws IOException {
    this(1_000, LIMITS);
  }

  TestServer(int ringEvents, StreamLimits limits) throws IOException {
    ObserveConfig d = ObserveConfig.DEFAULT;
    ObserveConfig config =
        new ObserveConfig(
            ringEvents,
            d.ringSizeBytes(),
            limits,
            d.endWait(),
            d.archiveWait(),
            3,
            d.namesMax(),
            d.nameRetention(),
            d.unavailableAfter(),
            d.hubbleVersion());
    ObserveMetrics metrics = new ObserveMetrics(registry);
    census = new Census(config, () -> now, metrics);
    ring = new Ring(ringEvents, config.ringSizeBytes());
    services =
        new ObserveServices(config, store, ring, limit -> true, census, metrics, health, threads);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0));
    services.bindable().forEach(builder::addService);
    server = builder.build().start();
    health.set(Readiness.READY);
  }

  /** The archive has it, the tail never had. Before all that {@link #arrives}. */
  void archived(FlowEvent event) {
    store.archive(new StoredFlow(0, next++, event));
  }

  /** The tail reads it. */
  void arrives(FlowEvent event) {
    ring.open(0, next); // only the first time
    ring.add(new StoredFlow(0, next++, event), event.getSerializedSize());
    census.add(event);
    ring.wake();
  }

  void tail(boolean reads) {
    health.set(reads ? Readiness.READY : Readiness.notReady("a test says so"));
  }

  Instant now() {
    return now;
  }

  void passes(Duration time) {
    now = now.plus(time);
  }

  /** A connection of its own. */
  ManagedChannel connect() {
    ManagedChannel channel =
        Grpc.newChannelBuilder("127.0.0.1:" + server.getPort(), InsecureChannelCredentials.create())
            .build();
    channels.add(channel);
    return channel;
  }

  int port() {
    return server.getPort();
  }

  /** All answers to a request that ends by itself. */
  List<GetFlowsResponse> flows(GetFlowsRequest request) {
    List<GetFlowsResponse> answers = new ArrayList<>();
    ObserverGrpc.newBlockingStub(connect()).getFlows(request).forEachRemaining(answers::add);
    return answers;
  }

  /**
   * Waits until so many streams have come to what arrives: a stream that runs may still be about to
   * look where that begins.
   */
  void awaitFollowers(int count) {
    Awaitility.await().until(() -> waiting() >= count);
  }

  private static long waiting() {
    return Thread.getAllStackTraces().values().stream()
        .filter(stack -> Stream.of(stack).anyMatch(TestServer::waitsForEvents))
        .count();
  }

  private static boolean waitsForEvents(StackTraceElement frame) {
    return frame.getClassName().equals(Ring.class.getName())
        && frame.getMethodName().equals("await");
  }

  double metric(String name, String label) {
    return Metric.value(registry, name, label);
  }

  @Override
  public void close() throws InterruptedException {
    services.close();
    threads.shutdownNow();
    channels.forEach(ManagedChannel::shutdownNow);
    server.shutdownNow();
    server.awaitTermination();
  }
}
