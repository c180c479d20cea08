package io.weir.cli.cluster;

import io.weir.cli.observe.ConnectionOptions;
import io.weir.cli.observe.Conversation;
import io.weir.cli.observe.ObserverClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands below {@code weir list} share: flags, asking, printing. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    synopsisHeading = "Usage: ",
    footerHeading = "%nExamples:%n")
abstract class Listing implements Callable<Integer> {
  private final String name;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private ListOutput output = ListOutput.table;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  Listing(String name) {
    this.name = name;
  }

  /**
   * Asks, and writes the answer down. Names no type of gRPC or protobuf: picocli looks at all
   * methods, and help would load them.
   */
  abstract String text(ObserverClient server, ListOutput output);

  @Override
  public Integer call() {
    return Conversation.hold(
        "list " + name,
        connection,
        System.err,
        client -> {
          System.out.print(text(client, output));
          System.out.flush();
          return 0;
        });
  }
}
