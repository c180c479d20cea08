package io.weir.cli.observe;

import io.weir.hubble.observer.GetAgentEventsRequest;
import io.weir.hubble.observer.GetAgentEventsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir observe agent-events}: what agents report about themselves. */
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
    return new EventsRun<GetAgentEventsResponse>(
            "agent-events", connection, format, selectors.follow, shell)
        .run(
            stub -> {
              var wanted = AgentEventTypes.of(types);
              SelectorOptions.Selection selection =
                  selectors.select(shell.clock().instant(), SelectorOptions.LAST_DEFAULT);
              // The API has no filter for types: numbers count what passes here.
              SelectorOptions.Selection asked =
                  wanted.isAll() ? selection : selection.withoutNumber();
              GetAgentEventsRequest.Builder request =
                  GetAgentEventsRequest.newBuilder()
                      .setNumber(asked.number())
                      .setFirst(asked.first())
                      .setFollow(asked.follow());
              asked.since().ifPresent(time -> request.setSince(Times.timestamp(time)));
              asked.until().ifPresent(time -> request.setUntil(Times.timestamp(time)));
              return wanted.select(stub.getAgentEvents(request.build()), selection);
            },
            AgentEventText::new);
  }
}
