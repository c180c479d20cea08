package io.weir.relay;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.ingest.v1.IngestGrpc;
import io.weir.relay.ingest.IngestMetrics;
import io.weir.relay.ingest.IngestService;
import io.weir.relay.publish.KafkaEventPublisher;
import io.weir.relay.publish.KafkaReportPublisher;
import io.weir.relay.publish.PublishMetrics;
import io.weir.relay.publish.TopicCreator;
import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.runtime.StartException;
import io.weir.topic.Topic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay: one gRPC server with ingest and the services it is given.
 *
 * <p>Ingest runs on threads of its own, as many as there are cores: encoding is work for the CPU,
 * and waiting for Kafka must hold up neither other services nor the connections themselves.
 */
public final class RelayRole implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(RelayRole.class);

  private final RelayConfig config;
  private final List<BindableService> services;
  private final KafkaEventPublisher publisher;
  private final KafkaReportPublisher reports;
  private final IngestService ingest;
  private @Nullable ExecutorService ingestThreads;
  private @Nullable ExecutorService serviceThreads;
  private @Nullable Server server;
  private volatile boolean started;

  /**
   * @param services served on the same port, such as the observer and health
   */
  public RelayRole(
      RelayConfig config,
      List<BindableService> services,
      PrometheusRegistry registry,
      InstantSource clock) {
    this.config = config;
    this.services = List.copyOf(services);
    this.publisher =
        new KafkaEventPublisher(
            config.publish(), config.ingest().eventBytesMax(), new PublishMetrics(registry), clock);
    this.reports = new KafkaReportPublisher(config.publish().bootstrapServers(), registry);
    this.ingest =
        new IngestService(config.ingest(), publisher, reports, new IngestMetrics(registry), clock);
  }

  @Override
  public String name() {
    return "relay";
  }

  /**
   * Takes the port, then waits for Kafka. Until Kafka answers, collectors are told to try again.
   */
  @Override
  public void start() throws StartException, InterruptedException {
    try {
      listen();
      TopicCreator.Outcome topics =
          new TopicCreator(config.publish(), config.ingest().eventBytesMax())
              .ensure(List.of(Topic.values()));
      ingest.limitEventBytes(topics.eventBytesMax());
      publisher.start();
      reports.start();
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
    LOG.info("Relay listens host={} port={}", config.host(), port());
  }

  private void listen() throws StartException {
    ExecutorService forIngest = threads("relay-ingest", Runtime.getRuntime().availableProcessors());
    ExecutorService forServices = threads("relay-service", Integer.MAX_VALUE);
    ingestThreads = forIngest;
    serviceThreads = forServices;
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
            .executor(forServices)
            .callExecutor(new IngestApart(forIngest))
            .maxInboundMessageSize((int) config.ingest().batchBytesMax())
            .keepAliveTime(config.ingest().keepAlive().toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(ingest);
    services.forEach(builder::addService);
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new StartException(cannotListen(e), e);
    }
  }

  private String cannotListen(IOException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      // Netty's native transport has an exception of its own for what java.net calls BindException.
      if (String.valueOf(cause.getMessage()).contains("in use")) {
        return "Port %d on %s is taken by another process; choose another with relay.port or WEIR_RELAY_PORT"
            .formatted(config.port(), config.host());
      }
    }
    return "Cannot listen on %s:%d: %s. Choose another with relay.host and relay.port"
        .formatted(
            config.host(), config.port(), error.getCause() == null ? error : error.getCause());
  }

  /**
   * The port that is listened on.
   *
   * @throws IllegalStateException before {@link #start}
   */
  public int port() {
    Server running = server;
    if (running == null) {
      throw new IllegalStateException("the relay is not started");
    }
    return running.getPort();
  }

  @Override
  public Readiness readiness() {
    return started ? publisher.readiness() : Readiness.notReady("The relay is starting.");
  }

  /**
   * Reads no more, acknowledges what was read, and ends; takes at most the drain timeout for that.
   */
  @Override
  public void close() {
    long deadline = System.nanoTime() + config.drainTimeout().toNanos();
    Server running = server;
    if (running != null) {
      running.shutdown();
    }
    if (!ingest.drain(left(deadline))) {
      LOG.warn(
          "Stopped before Kafka acknowledged everything; collectors will send it again records={}",
          publisher.inFlight());
    }
    publisher.close(left(deadline));
    reports.close();
    if (running != null) {
      end(running);
    }
    shutdown(ingestThreads);
    shutdown(serviceThreads);
    started = false;
  }

  /** The last news of each call still need threads to run on. */
  private static void end(Server server) {
    server.shutdownNow();
    try {
      server.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private static void shutdown(@Nullable ExecutorService threads) {
    if (threads != null) {
      threads.shutdown();
    }
  }

  private static ExecutorService threads(String name, int max) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    return max == Integer.MAX_VALUE
        ? Executors.newCachedThreadPool(factory)
        : Executors.newFixedThreadPool(max, factory);
  }

  /** Ingest on its own threads, everything else on the server's. */
  private record IngestApart(Executor ingest) implements ServerCallExecutorSupplier {
    @Override
    public <Q, R> @Nullable Executor getExecutor(ServerCall<Q, R> call, Metadata headers) {
      String service = call.getMethodDescriptor().getServiceName();
      return IngestGrpc.SERVICE_NAME.equals(service) ? ingest : null;
    }
  }
}
