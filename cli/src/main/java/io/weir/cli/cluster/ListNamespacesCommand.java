package io.weir.cli.cluster;

import io.weir.cli.observe.ConnectionOptions;
import io.weir.cli.observe.Conversation;
import io.weir.hubble.observer.GetNamespacesRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir list namespaces}. Loads neither gRPC nor protobuf before it runs. */
@Command(
    name = "namespaces",
    aliases = "namespace",
    header = "Lists the namespaces that had flows lately.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    synopsisHeading = "Usage: ",
    customSynopsis = "weir list namespaces [-o FORMAT] [OPTIONS]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  weir list namespaces            one a line",
      "  weir list namespaces -o wide    the cluster of each, too",
    })
final class ListNamespacesCommand implements Callable<Integer> {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ListOutput output = ListOutput.table;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() {
    return Conversation.hold(
        "list namespaces",
        connection,
        System.err,
        client -> {
          var answer = client.observer().getNamespaces(GetNamespacesRequest.getDefaultInstance());
          System.out.print(NamespacesText.of(answer.getNamespacesList(), output));
          System.out.flush();
          return 0;
        });
  }
}
