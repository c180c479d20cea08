package io.weir.cli.replay;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir replay}: edges, indicators and drops of a time range, computed once more. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Computes edges, indicators and drops of a time range once more from the raw topics in Kafka,",
      "and from the archive where Kafka has forgotten. Two replays give equal bytes; the printed",
      "digest shows it. Live is not disturbed: results go to topics of their own, or nowhere.",
      ""
    },
    footer = {
      "",
      "T is an age (15m, 1h30m, with or without a minus) or a time (2026-01-31T10:00:00Z). Windows",
      "that start in the range are computed, of 10 s, 1 min and 1 h.",
      "",
      "Exit code: 0 done, and equal if compared; 1 something differs; 2 it could not be done.",
      "",
      "Examples:",
      "  ./weir replay --from 1h --to 10m                     how many records, and their digest",
      "  ./weir replay --from 1h --to 10m --compare           does live say the same?",
      "  ./weir replay --from 2026-01-31T10:00:00Z --to 2026-01-31T11:00:00Z --into fixed",
      "                                                       into replay.fixed.weir.edges.v1 …",
      "  ./weir replay --from 1h --out records.jsonl          as JSON lines, sorted",
      "  WEIR_HEAP=8g ./weir replay --from 1d                 long ranges need memory"
    })
public final class ReplayCommand implements Callable<Integer> {
  /** How to print. */
  enum Output {
    table,
    json
  }

  @Option(
      names = "--from",
      required = true,
      paramLabel = "T",
      description = "First start of the windows that are computed.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "T",
      description = "Start of the first window after them (default: now).")
  private @Nullable String to;

  @Option(
      names = "--into",
      paramLabel = "NAME",
      description =
          "Write to the topics replay.NAME.weir.edges.v1, …slis.v1 and …drops.v1, one record for"
              + " each key. Refused when they are there.")
  private @Nullable String into;

  @Option(names = "--overwrite", description = "Replace what an earlier replay left under NAME.")
  private boolean overwrite;

  @Option(names = "--compare", description = "Print where live differs, record by record.")
  private boolean compare;

  @Option(
      names = "--show",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Differences to tell of each topic, field by field (default: ${DEFAULT-VALUE}).")
  private int show = 10;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write all records as JSON lines, in order of topic and key.")
  private @Nullable Path out;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Output output = Output.table;

  @Option(
      names = "--warm-up",
      paramLabel = "DURATION",
      description =
          "Read so much before --from, for connections that are open then (default: the jobs'"
              + " connection-idle).")
  private @Nullable String warmUp;

  @Option(
      names = "--server",
      paramLabel = "ADDRESS",
      description =
          "Weir's gRPC address, asked for what Kafka has forgotten (default: that of --announce, else"
              + " localhost:4245).")
  private @Nullable String server;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers (default: those of --announce, else of --config).")
  private @Nullable String kafka;

  @Option(
      names = "--announce",
      paramLabel = "FILE",
      description = "Take the addresses from the file that `weir up --announce FILE` wrote.")
  private @Nullable Path announce;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Configuration of the roles: thresholds and timeouts must be those of live (default: those"
              + " of config/weir.yaml).")
  private @Nullable Path config;

  @Override
  public Integer call() throws InterruptedException {
    return new ReplayCommandRun(
            new ReplayRequest(
                from,
                Optional.ofNullable(to),
                Optional.ofNullable(warmUp),
                Optional.ofNullable(into),
                overwrite,
                compare,
                show,
                Optional.ofNullable(out),
                output == Output.json,
                Optional.ofNullable(server),
                Optional.ofNullable(kafka),
                Optional.ofNullable(announce),
                Optional.ofNullable(config)),
            System.out,
            System.err)
        .run();
  }
}
