package io.weir.cli.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.cli.health.HealthServer;
import io.weir.collector.source.Source;
import io.weir.runtime.StartException;
import io.weir.storage.SeriesStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Every role in this process, as {@code weir up} has them, on free ports and fed by one source of
 * the caller's. Wired by the same code as the processes of users.
 */
public final class InProcess implements AutoCloseable {
  private final DataDirectory data;
  private final RoleGroup group;
  private final Wiring wiring;

  private InProcess(DataDirectory data, RoleGroup group, Wiring wiring) {
    this.data = data;
    this.group = group;
    this.wiring = wiring;
  }

  /**
   * Starts all roles and returns when they are ready.
   *
   * @param directory for all data; nobody else's
   */
  public static InProcess start(Path directory, Source source)
      throws StartException, InterruptedException {
    ServerProcess.quietLibraries();
    WeirConfig config =
        WeirConfig.defaults(Map.of("HOME", directory.toString()))
            .withDataDir(directory)
            .withPorts(0, 0, 0, 0)
            .withoutHost();
    PrometheusRegistry registry = new PrometheusRegistry();
    Announcement addresses = new Announcement();
    RoleGroup group = new RoleGroup();
    DataDirectory data = DataDirectory.take(directory, ServerProcess.UP);
    Wiring wiring =
        new Wiring(
            config, data, registry, InstantSource.system(), group, addresses, List.of(source));
    InProcess process = new InProcess(data, group, wiring);
    boolean whole = false;
    try {
      HealthServer health =
          group.start(new HealthServer(config.metrics(), registry, group.roles()));
      addresses.add("metrics", config.metrics().host(), health.port());
      wiring.start(ServerProcess.UP);
      group.awaitReady(ServerProcess.READY_MS_MAX);
      whole = true;
      return process;
    } finally {
      if (!whole) {
        process.close();
      }
    }
  }

  /** What the archive has of the windows. */
  public SeriesStore series() {
    return wiring.store().orElseThrow();
  }

  /** True when Kafka has everything that the source gave, and the source has come to its end. */
  public boolean isFed() {
    return wiring.replayDone();
  }

  @Override
  public void close() {
    group.close();
    data.close();
  }
}
