package io.weir.cli.cluster;

import io.weir.cli.observe.CliException;
import io.weir.cli.observe.Colors;
import io.weir.cli.observe.ConnectionOptions;
import io.weir.cli.observe.ObserverClient;
import io.weir.hubble.observer.ServerStatusRequest;
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
      System.out.println("server " + server());
    }
    System.out.flush();
    return 0;
  }

  private String server() throws InterruptedException {
    try (ObserverClient client = ObserverClient.connect(connection)) {
      String version =
          client.observer().serverStatus(ServerStatusRequest.getDefaultInstance()).getVersion();
      return version.isEmpty() ? "does not say" : Colors.escape(version);
    } catch (CliException e) {
      return "not known: " + e.getMessage();
    } catch (io.grpc.StatusRuntimeException e) {
      return "not known: " + ObserverClient.sentence(e);
    }
  }
}
