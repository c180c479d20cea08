package io.weir.cli.observe;

import io.weir.hubble.observer.GetDebugEventsRequest;
import io.weir.hubble.observer.GetDebugEventsResponse;
import io.weir.hubble.observer.ObserverGrpc.ObserverBlockingStub;
import java.util.Iterator;

/** One run of {@link DebugEventsCommand}. */
record DebugEventsRun(DebugEventsCommand command, Shell shell) {
  int run() {
    return new EventsRun<GetDebugEventsResponse>(
            "debug-events", command.connection, command.format, command.selectors.follow, shell)
        .run(this::ask, DebugEventText::new);
  }

  private Iterator<GetDebugEventsResponse> ask(ObserverBlockingStub stub) {
    SelectorOptions.Selection selection =
        command.selectors.select(shell.clock().instant(), SelectorOptions.LAST_DEFAULT);
    GetDebugEventsRequest.Builder request =
        GetDebugEventsRequest.newBuilder()
            .setNumber(selection.number())
            .setFirst(selection.first())
            .setFollow(selection.follow());
    selection.since().ifPresent(time -> request.setSince(Times.timestamp(time)));
    selection.until().ifPresent(time -> request.setUntil(Times.timestamp(time)));
    return stub.getDebugEvents(request.build());
  }
}
