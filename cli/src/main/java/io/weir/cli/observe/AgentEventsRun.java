package io.weir.cli.observe;

import io.weir.hubble.observer.GetAgentEventsRequest;
import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.ObserverGrpc.ObserverBlockingStub;
import java.util.Iterator;

/** One run of {@link AgentEventsCommand}. */
record AgentEventsRun(AgentEventsCommand command, Shell shell) {
  int run() {
    return new EventsRun<GetAgentEventsResponse>(
            "agent-events", command.connection, command.format, command.selectors.follow, shell)
        .run(this::ask, AgentEventText::new);
  }

  private Iterator<GetAgentEventsResponse> ask(ObserverBlockingStub stub) {
    AgentEventTypes wanted = AgentEventTypes.of(command.types);
    SelectorOptions.Selection selection =
        command.selectors.select(shell.clock().instant(), SelectorOptions.LAST_DEFAULT);
    // The API has no filter for types: numbers count what passes here.
    SelectorOptions.Selection asked = wanted.isAll() ? selection : selection.withoutNumber();
    GetAgentEventsRequest.Builder request =
        GetAgentEventsRequest.newBuilder()
            .setNumber(asked.number())
            .setFirst(asked.first())
            .setFollow(asked.follow());
    asked.since().ifPresent(time -> request.setSince(Times.timestamp(time)));
    asked.until().ifPresent(time -> request.setUntil(Times.timestamp(time)));
    return wanted.select(stub.getAgentEvents(request.build()), selection);
  }
}
