package io.weir.cli.server;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.cli.health.HealthServer;
import io.weir.runtime.StartException;
import io.weir.runtime.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process with some roles: starts them in the order of the data path, says when they are ready,
 * and stops them in reverse at SIGTERM or SIGINT.
 */
final class ServerProcess {
  /** Every role there is. */
  static final Set<String> UP =
      Set.of("broker", "collector", "relay", "archiver", "jobs", "alerting", "dashboards");

  private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

  // Kept, since the JDK forgets the level of a logger that nobody holds.
  private static final java.util.logging.Logger GRPC =
      java.util.logging.Logger.getLogger("io.grpc");

  static final long READY_MS_MAX = 120_000;

  /** A short replay is in before anybody asks; a long one goes on behind the ready line. */
  private static final long REPLAY_WAIT_MS_MAX = 5_000;

  private final WeirConfig config;
  private final Set<String> roles;
  private final Optional<Path> announce;

  ServerProcess(WeirConfig config, Set<String> roles, Optional<Path> announce) {
    this.config = config;
    this.roles = roles;
    this.announce = announce;
  }

  /** Returns when the process was told to stop and everything has been stopped. */
  int run() throws StartException, InterruptedException {
    long began = System.nanoTime();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    RoleGroup group = new RoleGroup();
    Thread hook = new Thread(() -> stopAndWait(stop, group, stopped), "weir-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (DataDirectory data = DataDirectory.take(config.dataDir(), roles)) {
      try {
        Announcement addresses = start(group, data);
        LOG.info(
            "Weir is ready after {} s: {}",
            (System.nanoTime() - began) / 1_000_000_000,
            addresses.sentence());
        if (announce.isPresent()) {
          addresses.writeTo(announce.get());
        }
        stop.await();
      } finally {
        group.close();
        announce.ifPresent(ServerProcess::delete);
      }
    } finally {
      stopped.countDown();
    }
    LOG.info("Weir has stopped.");
    return 0;
  }

  /** The JVM ends when its hooks have: this one waits until the main thread has put all away. */
  private static void stopAndWait(CountDownLatch stop, RoleGroup group, CountDownLatch stopped) {
    stop.countDown();
    try {
      group.close();
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Announcement start(RoleGroup group, DataDirectory data)
      throws StartException, InterruptedException {
    quietLibraries();
    LOG.info("Starting Weir {} roles={} dataDir={}", Version.TEXT, roles, config.dataDir());
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    Announcement addresses = new Announcement();
    HealthServer health = group.start(new HealthServer(config.metrics(), registry, group.roles()));
    addresses.add("metrics", config.metrics().host(), health.port());
    Wiring wiring = new Wiring(config, data, registry, InstantSource.system(), group, addresses);
    wiring.start(roles);
    group.awaitReady(READY_MS_MAX);
    wiring.awaitReplay(REPLAY_WAIT_MS_MAX);
    return addresses;
  }

  /** What libraries say at each start past our logging, though nothing is wrong. */
  static void quietLibraries() {
    GRPC.setLevel(Level.WARNING);
    // Flink's shaded Netty leaves its version file behind, which Armeria takes for a second Netty.
    System.setProperty("com.linecorp.armeria.warnNettyVersions", "false");
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (java.io.IOException e) {
      LOG.warn("Could not remove the announcement file={} cause=\"{}\"", file, e.toString());
    }
  }
}
