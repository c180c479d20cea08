package io.weir.cli.observe;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir status}. Loads neither gRPC nor protobuf before it runs. */
@Command(
    name = "status",
    header = "Shows whether the relay is healthy and how many flows it sees.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    footerHeading = "%nExamples:%n",
    footer = {
      "  weir status",
      "  weir status --server relay.example:4245",
    })
public final class StatusCommand implements Callable<Integer> {
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
    return new StatusRun(connection).run();
  }
}
