package io.weir.cli.observe;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code weir observe debug-events}: debug messages of the datapath. Loads neither gRPC nor
 * protobuf before it runs.
 */
@Command(
    name = "debug-events",
    header = "Shows debug messages of the datapath.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    synopsisHeading = "Usage: ",
    customSynopsis = "weir observe debug-events [OPTIONS]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  weir observe debug-events --last 50",
      "  weir observe debug-events -f -o json",
    })
final class DebugEventsCommand implements Callable<Integer> {
  @Mixin SelectorOptions selectors = new SelectorOptions();
  @Mixin FormatOptions format = new FormatOptions();
  @Mixin ConnectionOptions connection = new ConnectionOptions();

  /** For picocli, which fills the fields. */
  DebugEventsCommand() {}

  @Override
  public Integer call() {
    return run(Shell.system());
  }

  int run(Shell shell) {
    return new DebugEventsRun(this, shell).run();
  }
}
