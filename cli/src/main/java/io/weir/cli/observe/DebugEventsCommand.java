package io.weir.cli.observe;

import io.weir.hubble.observer.GetDebugEventsRequest;
import io.weir.hubble.observer.GetDebugEventsResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir observe debug-events}: debug messages of the datapath. */
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
    return new EventsRun<GetDebugEventsResponse>(
            "debug-events", connection, format, selectors.follow, shell)
        .run(
            stub -> {
              SelectorOptions.Selection selection =
                  selectors.select(shell.clock().instant(), SelectorOptions.LAST_DEFAULT);
              GetDebugEventsRequest.Builder request =
                  GetDebugEventsRequest.newBuilder()
                      .setNumber(selection.number())
                      .setFirst(selection.first())
                      .setFollow(selection.follow());
              selection.since().ifPresent(time -> request.setSince(Times.timestamp(time)));
              selection.until().ifPresent(time -> request.setUntil(Times.timestamp(time)));
              return stub.getDebugEvents(request.build());
            },
            DebugEventText::new);
  }
}
