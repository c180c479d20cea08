package io.weir.cli.observe;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.weir.cli.observe.StatusCommand.Output;
import io.weir.hubble.observer.ServerStatusRequest;
import io.weir.hubble.observer.ServerStatusResponse;
import java.io.PrintStream;

/** One run of {@link StatusCommand}. */
final class StatusRun {
  private static final String HEALTH_NAME = "hubble.server.Observer";

  private final ConnectionOptions connection;
  private final Output output;
  private final PrintStream out;
  private final PrintStream err;

  StatusRun(ConnectionOptions connection, Output output, PrintStream out, PrintStream err) {
    this.connection = connection;
    this.output = output;
    this.out = out;
    this.err = err;
  }

  int run() {
    return Conversation.hold("status", connection, err, this::tell);
  }

  private int tell(ObserverClient client) throws CliException {
    ServingStatus health =
        client
            .limited(HealthGrpc.newBlockingStub(client.channel()))
            .check(HealthCheckRequest.newBuilder().setService(HEALTH_NAME).build())
            .getStatus();
    boolean healthy = health == ServingStatus.SERVING;
    if (output == Output.compact) {
      String word = healthy ? "Ok" : health.toString();
      out.println("Healthcheck (via " + client.server() + "): " + word);
    }
    ServerStatusResponse status =
        client.observer().serverStatus(ServerStatusRequest.getDefaultInstance());
    out.print(StatusText.of(status, output));
    // Other forms are read by programs: they get the warnings beside.
    PrintStream warnings = output == Output.compact ? out : err;
    ClockWarnings.of(client).forEach(warnings::println);
    out.flush();
    if (!healthy) {
      throw new CliException("not healthy");
    }
    return 0;
  }
}
