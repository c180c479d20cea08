package io.weir.cli.cluster;

import io.weir.cli.observe.ConnectionOptions;
import io.weir.runtime.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir version}: this program's, and the server's where one is reached. */
@Command(
    name = "version",
    header = "Shows the version of this program, and of the server if there is one.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    synopsisHeading = "Usage: ",
    customSynopsis = "weir version [--client] [OPTIONS]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  weir version",
      "  weir version --client    asks no server",
    })
public final class VersionCommand implements Callable<Integer> {
  @Option(names = "--client", description = "Only this program's.")
  boolean clientOnly;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  /** For picocli, which fills the fields. */
  public VersionCommand() {}

  /**
   * Prints. A server that is away is no failure: the question was about versions.
   *
   * @return 0
   */
  @Override
  public Integer call() throws InterruptedException {
    System.out.println("weir " + Version.TEXT);
    if (!clientOnly) {
      System.out.println("server " + ServerVersion.of(connection));
    }
    System.out.flush();
    return 0;
  }
}
