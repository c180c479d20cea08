package io.weir.cli.observe;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir status}. Loads neither gRPC nor protobuf before it runs. */
@Command(
    name = "status",
    header = "Shows whether the relay is healthy and how many flows it sees.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    synopsisHeading = "Usage: ",
    customSynopsis = "weir status [-o FORMAT] [OPTIONS]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  weir status                                      exit code 1 when it is not healthy",
      "  weir status --server tls://relay.example:443     another server, encrypted",
      "  weir status -P                                   hubble-relay of the current cluster",
      "  weir status -o json                              for programs",
    })
public final class StatusCommand implements Callable<Integer> {
  /** How the numbers are written. */
  enum Output {
    compact,
    dict,
    json,
    table
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Output output = Output.compact;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  /** For picocli, which fills the fields. */
  public StatusCommand() {}

  /**
   * Asks and prints.
   *
   * @return 0 if healthy, else 1; the reason is on stderr
   */
  @Override
  public Integer call() {
    return new StatusRun(connection, output, System.out, System.err).run();
  }
}
