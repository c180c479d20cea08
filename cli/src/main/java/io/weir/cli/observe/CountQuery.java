package io.weir.cli.observe;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.query.v1.CountFlowsRequest;
import io.weir.query.v1.CountFlowsResponse;
import io.weir.query.v1.Counts;
import io.weir.query.v1.QueryGrpc;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;

/** Lets the server count, and says how far it is. */
final class CountQuery {
  private final ConnectionOptions connection;
  private final Progress progress;
  private final PrintStream err;

  CountQuery(ConnectionOptions connection, Progress progress, PrintStream err) {
    this.connection = connection;
    this.progress = progress;
    this.err = err;
  }

  /**
   * Asks and waits.
   *
   * @throws CliException if the server cannot be reached, or does not count
   * @throws StatusRuntimeException if it refuses
   */
  Counts ask(GetFlowsRequest flows, CountOptions options)
      throws CliException, InterruptedException {
    CountFlowsRequest request =
        CountFlowsRequest.newBuilder()
            .setFlows(flows)
            .addAllBy(options.by)
            .setTop(options.top.orElse(0))
            .build();
    try (ObserverClient client = ObserverClient.connect(connection, err)) {
      Iterator<CountFlowsResponse> answers =
          QueryGrpc.newBlockingStub(client.channel()).countFlows(request);
      while (answers.hasNext()) {
        CountFlowsResponse answer = answers.next();
        if (answer.hasCounts()) {
          return answer.getCounts();
        }
        if (answer.hasProgress() && progress.isDue()) {
          progress.say(
              "%s events read, %s flows, at %s"
                  .formatted(
                      Long.toUnsignedString(answer.getProgress().getEventsRead()),
                      Long.toUnsignedString(answer.getProgress().getFlowsMatched()),
                      TimeFormat.RFC3339.format(
                          Instant.ofEpochSecond(0, answer.getProgress().getReachedNs()),
                          ZoneOffset.UTC)));
        }
      }
      throw new CliException(connection.server + " ended the count without a result.");
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        throw new CliException(
            connection.server
                + " does not count flows: it has no weir.query.v1.Query. Ask a Weir relay, or leave"
                + " out --count-by and count the lines.");
      }
      throw e;
    } finally {
      progress.clear();
    }
  }
}
