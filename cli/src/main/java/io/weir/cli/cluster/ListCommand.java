package io.weir.cli.cluster;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir list}: the parent of what can be listed. */
@Command(
    name = "list",
    header = "Lists the nodes or namespaces that the server knows.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    synopsisHeading = "Usage: ",
    customSynopsis = "weir list nodes|namespaces [OPTIONS]",
    subcommands = {ListNodesCommand.class, ListNamespacesCommand.class},
    commandListHeading = "%nWhat:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  weir list nodes",
      "  weir list namespaces -o json",
    })
public final class ListCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  /** For picocli, which fills the fields. */
  public ListCommand() {}

  /** Nothing is listed unless it is named. */
  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "nothing named (expected: nodes or namespaces)");
  }
}
