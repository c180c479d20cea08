package io.weir.cli.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code weir observe agent-events}: what agents report about themselves. Loads neither gRPC nor
 * protobuf before it runs.
 */
@Command(
    name = "agent-events",
    header = "Shows what agents report: policies, endpoints, addresses.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    synopsisHeading = "Usage: ",
    customSynopsis = "weir observe agent-events [OPTIONS]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  weir observe agent-events --last 50",
      "  weir observe agent-events -f -t policy-updated -t policy-deleted",
    })
final class AgentEventsCommand implements Callable<Integer> {
  @Mixin SelectorOptions selectors = new SelectorOptions();

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      description =
          "Only these: agent-started, policy-updated, endpoint-created, ipcache-upserted, …")
  List<String> types = new ArrayList<>();

  @Mixin FormatOptions format = new FormatOptions();
  @Mixin ConnectionOptions connection = new ConnectionOptions();

  /** For picocli, which fills the fields. */
  AgentEventsCommand() {}

  @Override
  public Integer call() {
    return run(Shell.system());
  }

  int run(Shell shell) {
    return new AgentEventsRun(this, shell).run();
  }
}
