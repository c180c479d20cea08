package io.weir.cli.cluster;

import io.weir.cli.observe.ConnectionOptions;
import io.weir.cli.observe.Conversation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir reflect}: what the server offers, by its own account. */
@Command(
    name = "reflect",
    header = "Lists the services of the server, as it tells by reflection (v1alpha).",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    synopsisHeading = "Usage: ",
    customSynopsis = "weir reflect [OPTIONS]",
    footerHeading = "%nExamples:%n",
    footer = "  weir reflect --server relay:4245")
public final class ReflectCommand implements Callable<Integer> {
  @Mixin ConnectionOptions connection = new ConnectionOptions();

  /** For picocli, which fills the fields. */
  public ReflectCommand() {}

  /**
   * Asks and prints, one service a line.
   *
   * @return 0, or 1 when the server gave no list
   */
  @Override
  public Integer call() {
    return Conversation.hold(
        "reflect",
        connection,
        System.err,
        client -> {
          Reflection.services(client).forEach(System.out::println);
          System.out.flush();
          return 0;
        });
  }
}
