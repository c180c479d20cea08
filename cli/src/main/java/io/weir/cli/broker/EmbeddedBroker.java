package io.weir.cli.broker;

import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker (KRaft, broker and controller in one) inside this JVM, its log in a directory
 * that survives restarts.
 *
 * <p>For one machine: replication factor 1, so a lost disk is lost data. Listens on the configured
 * host only; the controller's listener is always on a free loopback port.
 */
public final class EmbeddedBroker implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  /** Enough for a first start on a slow disk; afterwards something is wrong. */
  private static final int READY_SECONDS_MAX = 60;

  private final BrokerConfig config;
  private final Path directory;
  private @Nullable KafkaRaftServer server;
  private int port;

  public EmbeddedBroker(BrokerConfig config, Path directory) {
    this.config = config;
    this.directory = directory;
  }

  @Override
  public String name() {
    return "broker";
  }

  /** {@code host:port} that clients use, known after {@link #start}. */
  public String bootstrapServers() {
    return config.host() + ":" + port;
  }

  @Override
  public void start() throws StartException, InterruptedException {
    port = config.port() == 0 ? freePort() : config.port();
    requireFree(config.host(), port);
    int controllerPort = freePort();
    format(controllerPort);
    KafkaRaftServer starting =
        new KafkaRaftServer(KafkaConfig.fromProps(properties(controllerPort), false), Time.SYSTEM);
    try {
      starting.startup();
    } catch (RuntimeException e) {
      starting.shutdown();
      throw new StartException(
          "Cannot start the embedded Kafka broker in " + directory + ": " + e.getMessage() + ".",
          e);
    }
    server = starting;
    awaitReady();
  }

  private void format(int controllerPort) throws StartException {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    LOG.debug("Formatting broker directory dir={} controllerPort={}", directory, controllerPort);
    try {
      Files.createDirectories(directory);
      new Formatter()
          .setNodeId(1)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(directory.toString())
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(directory.toString())
          .setIgnoreFormatted(true)
          .setUnstableFeatureVersionsEnabled(false)
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .run();
    } catch (Exception e) { // Formatter declares Exception
      throw new StartException(
          "Cannot prepare the Kafka directory " + directory + ": " + e.getMessage() + ".", e);
    }
  }

  private Properties properties(int controllerPort) {
    Properties p = new Properties();
    p.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
            "listeners",
                "PLAINTEXT://"
                    + config.host()
                    + ":"
                    + port
                    + ",CONTROLLER://127.0.0.1:"
                    + controllerPort,
            "advertised.listeners", "PLAINTEXT://" + config.advertisedHost() + ":" + port,
            "controller.listener.names", "CONTROLLER",
            "listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "log.dirs", directory.toString(),
            "auto.create.topics.enable", "false"));
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      p.put(topic + ".replication.factor", "1");
      p.put(topic + ".num.partitions", "4");
    }
    p.put("transaction.state.log.min.isr", "1");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("share.coordinator.state.topic.num.partitions", "4");
    p.put("group.initial.rebalance.delay.ms", "0");
    // The default reserves 128 MiB for a cleaner that has little to do here.
    p.put("log.cleaner.dedupe.buffer.size", "4194304");
    // After kill -9 the broker waits until its own old registration times out: keep that short.
    p.put("broker.session.timeout.ms", "3000");
    p.put("broker.heartbeat.interval.ms", "500");
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("message.max.bytes", Integer.toString(config.messageMaxBytes()));
    p.put("log.segment.bytes", Integer.toString(64 * 1024 * 1024));
    return p;
  }

  /** A started server may still wait for its own registration; a client tells for sure. */
  private void awaitReady() throws StartException, InterruptedException {
    Properties client = new Properties();
    client.put("bootstrap.servers", bootstrapServers());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS_MAX);
    Exception last = null;
    try (Admin admin = Admin.create(client)) {
      while (System.nanoTime() < deadline) {
        try {
          if (!admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty()) {
            return;
          }
        } catch (java.util.concurrent.ExecutionException
            | java.util.concurrent.TimeoutException e) {
          last = e;
        }
        Thread.sleep(50);
      }
    }
    close();
    throw new StartException(
        "The embedded Kafka broker on "
            + bootstrapServers()
            + " did not answer within "
            + READY_SECONDS_MAX
            + " s; see the log above.",
        last);
  }

  private static void requireFree(String host, int port) throws StartException {
    try (ServerSocket probe = new ServerSocket()) {
      // As Kafka does: a port whose old connections linger may be bound.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new StartException(
          "Port "
              + port
              + " on "
              + host
              + " for the embedded Kafka broker cannot be opened ("
              + e.getMessage()
              + "). Stop what uses it, set broker.port, or use --free-ports.",
          e);
    }
  }

  private static int freePort() throws StartException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("127.0.0.1", 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StartException("Cannot find a free port on 127.0.0.1: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public Readiness readiness() {
    return server == null ? Readiness.notReady("The broker is not running.") : Readiness.READY;
  }

  @Override
  public void close() {
    KafkaRaftServer stopping = server;
    if (stopping != null) {
      server = null;
      stopping.shutdown();
      stopping.awaitShutdown();
    }
  }
}
