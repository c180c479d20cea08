package io.weir.cli.server;

import io.weir.runtime.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code weir up}: every role in one process, with a real Kafka broker and a Flink mini cluster.
 */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs everything in one process and watches this host: its connections, its resources, its",
      "probes. Data stays in the data directory and is there again at the next start.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./weir up",
      "  ./weir up --demo                                  a made shop with incidents to find",
      "  ./weir up --replay flows.jsonl                    a Hubble capture, shifted to now",
      "  ./weir up --replay flows.jsonl --original-time    with its own clock, and without this host",
      "  ./weir up --free-ports --announce weir.json       for scripts",
      "",
      "Then, from another terminal: ./weir edges, ./weir observe --follow, ./weir --help"
    })
public final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration; without it the defaults of config/weir.yaml.")
  private @Nullable Path config;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where everything is kept (default: ${XDG_DATA_HOME:-~/.local/share}/weir).")
  private @Nullable Path dataDir;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description =
          "Hubble JSON lines to take in once, shifted so that they end now. Given several times, the"
              + " files are merged by time. What an earlier start took in is not taken in again.")
  private List<Path> replay = List.of();

  @Option(
      names = "--original-time",
      description = "Keep the captures' own clock. A world of its own: implies --no-host.")
  private boolean originalTime;

  @Option(
      names = "--demo",
      description =
          "Run a made shop as well, live, in which one thing after the other goes wrong. It begins"
              + " ten minutes ago.")
  private boolean demo;

  @Option(names = "--no-host", description = "Do not watch this host.")
  private boolean noHost;

  @Option(names = "--free-ports", description = "Take free ports instead of the usual ones.")
  private boolean freePorts;

  @Option(names = "--grpc-port", paramLabel = "PORT", description = "Default 4245.")
  private @Nullable Integer grpcPort;

  @Option(names = "--http-port", paramLabel = "PORT", description = "Default 4280.")
  private @Nullable Integer httpPort;

  @Option(names = "--metrics-port", paramLabel = "PORT", description = "Default 4290.")
  private @Nullable Integer metricsPort;

  @Option(names = "--kafka-port", paramLabel = "PORT", description = "Default 9092.")
  private @Nullable Integer kafkaPort;

  @Option(
      names = "--announce",
      paramLabel = "FILE",
      description = "Write a JSON file with all addresses once ready.")
  private @Nullable Path announce;

  @Override
  public Integer call() throws StartException, InterruptedException {
    if (demo && originalTime) {
      throw new StartException(
          "--demo: together with --original-time (expected: one of them; the demo is live, and old"
              + " and live events must not share a watermark).");
    }
    for (Path file : replay) {
      if (!Files.isReadable(file)) {
        throw new StartException(
            "--replay " + file + ": cannot be read (expected: a file of Hubble JSON lines).");
      }
    }
    WeirConfig settings = options(ConfigFiles.read(Optional.ofNullable(config)));
    return new ServerProcess(settings, ServerProcess.UP, Optional.ofNullable(announce)).run();
  }

  private WeirConfig options(WeirConfig base) {
    WeirConfig changed = base;
    if (dataDir != null) {
      changed = changed.withDataDir(dataDir);
    }
    if (freePorts) {
      changed = changed.withPorts(0, 0, 0, 0);
    }
    changed =
        changed.withPorts(
            grpcPort == null ? changed.relay().port() : grpcPort,
            httpPort == null ? changed.dashboards().port() : httpPort,
            metricsPort == null ? changed.metrics().port() : metricsPort,
            kafkaPort == null ? changed.broker().port() : kafkaPort);
    if (noHost || originalTime) {
      changed = changed.withoutHost();
    }
    if (demo) {
      changed = changed.withScenario("demo").withShippedSlos("shop.yaml");
    }
    return replay.isEmpty() ? changed : changed.withReplay(replay, originalTime);
  }
}
