package io.weir.cli.cluster;

import io.weir.cli.observe.ClockWarnings;
import io.weir.cli.observe.ObserverClient;
import io.weir.hubble.observer.GetNodesRequest;
import picocli.CommandLine.Command;

/** {@code weir list nodes}. */
@Command(
    name = "nodes",
    aliases = "node",
    header = "Lists the nodes: state, age, rate, how full each buffer is.",
    customSynopsis = "weir list nodes [-o FORMAT] [OPTIONS]",
    footer = {
      "  weir list nodes -o wide                version, address and TLS, too",
      "  weir list nodes --server relay:4245    of another server",
    })
final class ListNodesCommand extends Listing {
  ListNodesCommand() {
    super("nodes");
  }

  @Override
  String text(ObserverClient server, ListOutput output) {
    var answer = server.observer().getNodes(GetNodesRequest.getDefaultInstance());
    ClockWarnings.of(server).forEach(System.err::println);
    return NodesText.of(answer.getNodesList(), output);
  }
}
