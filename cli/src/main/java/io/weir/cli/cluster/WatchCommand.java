package io.weir.cli.cluster;

import io.weir.cli.observe.ConnectionOptions;
import io.weir.cli.observe.Conversation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir watch peers}: which nodes come and go, until Ctrl-C. */
@Command(
    name = "watch",
    header = "Shows the nodes that the server tells its peers of, and every change.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    synopsisHeading = "Usage: ",
    customSynopsis = "weir watch peers [OPTIONS]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  weir watch peers                                              of a relay",
      "  weir watch peers --server unix:///var/run/cilium/hubble.sock  of a Cilium agent",
    })
public final class WatchCommand implements Callable<Integer> {
  /** What can be watched. */
  enum What {
    peers
  }

  @Parameters(paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}.")
  What what = What.peers;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  /** For picocli, which fills the fields. */
  public WatchCommand() {}

  /**
   * Prints until the server or the user ends it.
   *
   * @return 0, or 1 when the server failed
   */
  @Override
  public Integer call() {
    return Conversation.hold("watch " + what, connection, System.err, Peers::watch);
  }
}
