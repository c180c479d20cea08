package io.weir.cli.cluster;

import io.weir.cli.observe.ObserverClient;
import io.weir.hubble.observer.GetNamespacesRequest;
import picocli.CommandLine.Command;

/** {@code weir list namespaces}. */
@Command(
    name = "namespaces",
    aliases = "namespace",
    header = "Lists the namespaces that had flows lately.",
    customSynopsis = "weir list namespaces [-o FORMAT] [OPTIONS]",
    footer = {
      "  weir list namespaces            one a line",
      "  weir list namespaces -o wide    the cluster of each, too",
    })
final class ListNamespacesCommand extends Listing {
  ListNamespacesCommand() {
    super("namespaces");
  }

  @Override
  String text(ObserverClient server, ListOutput output) {
    var answer = server.observer().getNamespaces(GetNamespacesRequest.getDefaultInstance());
    return NamespacesText.of(answer.getNamespacesList(), output);
  }
}
