package io.weir.cli.observe;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.hubble.observer.ServerStatusRequest;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** One run of {@link StatusCommand}. */
final class StatusRun {
  private static final String HEALTH_NAME = "hubble.server.Observer";

  private final ConnectionOptions connection;
  private final PrintStream out;
  private final PrintStream err;

  StatusRun(ConnectionOptions connection) {
    this(connection, System.out, System.err);
  }

  StatusRun(ConnectionOptions connection, PrintStream out, PrintStream err) {
    this.connection = connection;
    this.out = out;
    this.err = err;
  }

  int run() {
    try (ObserverClient client = ObserverClient.connect(connection)) {
      long millis = connection.requestTimeout.toMillis();
      HealthCheckResponse health =
          HealthGrpc.newBlockingStub(client.channel())
              .withDeadlineAfter(millis, TimeUnit.MILLISECONDS)
              .check(HealthCheckRequest.newBuilder().setService(HEALTH_NAME).build());
      boolean healthy = health.getStatus() == ServingStatus.SERVING;
      out.println(
          "Healthcheck (via " + connection.server + "): " + (healthy ? "Ok" : health.getStatus()));
      out.print(
          StatusText.of(
              ObserverGrpc.newBlockingStub(client.channel())
                  .withDeadlineAfter(millis, TimeUnit.MILLISECONDS)
                  .serverStatus(ServerStatusRequest.getDefaultInstance())));
      return healthy ? 0 : failed("not healthy");
    } catch (CliException e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (StatusRuntimeException e) {
      return failed(ObserverClient.sentence(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private int failed(String message) {
    err.println("weir status: " + message);
    return 1;
  }
}
