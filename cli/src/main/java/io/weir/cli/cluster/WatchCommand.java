package io.weir.cli.cluster;

import io.weir.cli.observe.Colors;
import io.weir.cli.observe.ConnectionOptions;
import io.weir.cli.observe.Conversation;
import io.weir.cli.observe.Interrupt;
import io.weir.cli.observe.ObserverClient;
import io.weir.hubble.peer.ChangeNotification;
import io.weir.hubble.peer.NotifyRequest;
import io.weir.hubble.peer.PeerGrpc;
import java.io.PrintStream;
import java.util.Iterator;
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
    return Conversation.hold("watch " + what, connection, System.err, WatchCommand::watch);
  }

  private static int watch(ObserverClient client) {
    try (Interrupt interrupt = new Interrupt(() -> {})) {
      Iterator<ChangeNotification> changes =
          PeerGrpc.newBlockingStub(client.channel()).notify(NotifyRequest.getDefaultInstance());
      PrintStream out = System.out;
      while (changes.hasNext()) {
        out.println(line(changes.next()));
        if (out.checkError()) {
          return 0; // the reader has enough
        }
      }
      return 0;
    }
  }

  /** The change, the node, where it is reached and under which name it has a certificate. */
  static String line(ChangeNotification change) {
    String line =
        "%-12s %s (%s)"
            .formatted(
                change.getType(),
                Colors.escape(change.getName()),
                Colors.escape(change.getAddress()));
    return change.hasTls()
        ? line + " TLS server name: " + Colors.escape(change.getTls().getServerName())
        : line;
  }
}
