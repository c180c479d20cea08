package io.weir.relay.observe;

import io.grpc.BindableService;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.storage.FlowStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The Observer API: reads the live tail and answers queries. Listens nowhere itself: add {@link
 * #services} to a gRPC server.
 *
 * <p>{@link #start} returns at once. While there is no broker, topic or archive the role is not
 * ready, keeps trying, and queries fail with UNAVAILABLE and the reason.
 */
public final class ObserveRole implements Role {
  private static final long STOP_SECONDS = 5;

  private final ObserverHealth health = new ObserverHealth();
  private final AtomicLong threadNumber = new AtomicLong();
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);
  private final TopicEnds ends;
  private final LiveTail tail;
  private final NodesTail nodes;
  private final NamespaceRecall recall;
  private final ObserveServices services;
  private boolean closed;

  /**
   * Wires the parts and starts none of them.
   *
   * @param bootstrapServers Kafka brokers, {@code host:port,…}
   * @param store the archive; the caller closes it after this role
   * @param registry gets the metrics {@code weir_relay_observe_…}
   * @param clock for uptime, rates and forgetting names
   */
  public ObserveRole(
      ObserveConfig config,
      String bootstrapServers,
      FlowStore store,
      PrometheusRegistry registry,
      InstantSource clock) {
    ObserveMetrics metrics = new ObserveMetrics(registry);
    Census census = new Census(config, clock, metrics);
    Ring ring = new Ring(config.ringEvents(), config.ringSizeBytes());
    ends = new TopicEnds(() -> admin(bootstrapServers));
    tail =
        new LiveTail(
            () -> consumer(bootstrapServers, "weir-observe-tail"),
            ends::ends,
            store,
            ring,
            census::add,
            health::set,
            metrics);
    nodes =
        new NodesTail(
            () -> consumer(bootstrapServers, "weir-observe-nodes"),
            census,
            config.nameRetention(),
            clock,
            metrics);
    recall = new NamespaceRecall(store, census, config.nameRetention(), clock);
    services = new ObserveServices(config, store, ring, tail, census, metrics, health, threads);
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "weir-observe-" + threadNumber.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  private static Consumer<byte[], byte[]> consumer(String bootstrapServers, String name) {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.CLIENT_ID_CONFIG,
            name,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            // What retention took before the archive read it is gone: begin at what is left.
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            // Answers wait for the tail, so a record must not wait for company.
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            100),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static Admin admin(String bootstrapServers) {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.CLIENT_ID_CONFIG,
            "weir-observe-ends"));
  }

  @Override
  public String name() {
    return "observe";
  }

  @Override
  public void start() {
    tail.start();
    nodes.start();
    recall.start();
  }

  @Override
  public Readiness readiness() {
    return tail.readiness();
  }

  /** Observer, health and reflection, for the gRPC server of the relay. */
  public List<BindableService> services() {
    return services.bindable();
  }

  /** Ends the running queries with UNAVAILABLE and the tail. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    services.close();
    threads.shutdownNow();
    try {
      threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tail.close();
    nodes.close();
    recall.close();
    ends.close();
  }
}
