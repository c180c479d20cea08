package io.weir.cli.cluster;

import io.weir.cli.observe.ConnectionOptions;
import io.weir.cli.observe.Conversation;
import io.weir.hubble.observer.GetNodesRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir list nodes}. Loads neither gRPC nor protobuf before it runs. */
@Command(
    name = "nodes",
    aliases = "node",
    header = "Lists the nodes: state, age, rate, how full each buffer is.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    synopsisHeading = "Usage: ",
    customSynopsis = "weir list nodes [-o FORMAT] [OPTIONS]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  weir list nodes -o wide                version, address and TLS, too",
      "  weir list nodes --server relay:4245    of another server",
    })
final class ListNodesCommand implements Callable<Integer> {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ListOutput output = ListOutput.table;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() {
    return Conversation.hold(
        "list nodes",
        connection,
        System.err,
        client -> {
          var nodes = client.observer().getNodes(GetNodesRequest.getDefaultInstance());
          System.out.print(NodesText.of(nodes.getNodesList(), output));
          System.out.flush();
          return 0;
        });
  }
}
