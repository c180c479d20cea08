package io.weir.collector;

import io.weir.collector.export.ExportConfig;
import io.weir.collector.source.hubble.HubbleConfig;
import io.weir.collector.source.hubblefile.HubbleFileConfig;
import io.weir.collector.source.simulated.SimulatedConfig;
import io.weir.collector.spool.SpoolConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One collector.
 *
 * @param spool where events wait for the relay; half of its bytes is for sources that can be read
 *     again, half for those that cannot
 * @param export how they are sent
 * @param drainTimeout how long a shutdown may wait for the relay to take what is in the spool; the
 *     rest stays there for the next start
 * @param hubbleFile the source {@code hubble-file}
 * @param hubble the source {@code hubble}
 * @param simulated the source {@code simulated}
 */
public record CollectorConfig(
    SpoolConfig spool,
    ExportConfig export,
    Duration drainTimeout,
    HubbleFileConfig hubbleFile,
    HubbleConfig hubble,
    SimulatedConfig simulated) {
  public static final CollectorConfig DEFAULT =
      new CollectorConfig(
          SpoolConfig.DEFAULT,
          ExportConfig.DEFAULT,
          Duration.ofSeconds(10),
          HubbleFileConfig.DEFAULT,
          HubbleConfig.DEFAULT,
          SimulatedConfig.DEFAULT);

  // Each half must hold a few of the largest puts.
  private static final long SPOOL_BYTES_MIN = 64 << 20;

  public CollectorConfig {
    if (spool.maxBytes() < SPOOL_BYTES_MIN) {
      throw new IllegalArgumentException(
          "spool.max-bytes: " + spool.maxBytes() + " (expected: 64MiB or more)");
    }
    if (drainTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "drain-timeout: " + drainTimeout + " (expected: 0s or more)");
    }
  }

  /** These settings with files to read once. */
  public CollectorConfig withReplay(List<Path> files, HubbleFileConfig.Times times) {
    return new CollectorConfig(
        spool, export, drainTimeout, hubbleFile.withReplay(files, times), hubble, simulated);
  }

  /** These settings with another relay. */
  public CollectorConfig withRelay(String address) {
    return new CollectorConfig(
        spool, export.withRelay(address), drainTimeout, hubbleFile, hubble, simulated);
  }

  /** These settings with the spool in another place. */
  public CollectorConfig withSpoolDir(Path dir) {
    return new CollectorConfig(
        spool.withDir(dir), export, drainTimeout, hubbleFile, hubble, simulated);
  }

  /** These settings with a made cluster as a source. */
  public CollectorConfig withScenario(String name) {
    return new CollectorConfig(
        spool, export, drainTimeout, hubbleFile, hubble, simulated.withScenario(name));
  }
}
