package io.weir.cli.cluster;

import io.weir.cli.observe.Interrupt;
import io.weir.cli.observe.ObserverClient;
import io.weir.flowtext.Colors;
import io.weir.hubble.peer.ChangeNotification;
import io.weir.hubble.peer.NotifyRequest;
import io.weir.hubble.peer.PeerGrpc;
import java.io.PrintStream;
import java.util.Iterator;

/** The nodes that a server tells its peers of. */
final class Peers {
  private Peers() {}

  /**
   * Prints until the server or the user ends it.
   *
   * @return 0
   */
  static int watch(ObserverClient client) {
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
  private static String line(ChangeNotification change) {
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
