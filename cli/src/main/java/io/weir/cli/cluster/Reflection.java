package io.weir.cli.cluster;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1alpha.ServerReflectionGrpc;
import io.grpc.reflection.v1alpha.ServerReflectionRequest;
import io.grpc.reflection.v1alpha.ServerReflectionResponse;
import io.grpc.reflection.v1alpha.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.weir.cli.observe.CliException;
import io.weir.cli.observe.ObserverClient;
import io.weir.flowtext.Colors;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One question to a server's reflection service: which services it has. */
final class Reflection {
  private Reflection() {}

  /**
   * The names, sorted.
   *
   * @throws CliException if the server answers with something else
   * @throws StatusRuntimeException if the call fails
   */
  static List<String> services(ObserverClient client) throws CliException, InterruptedException {
    ServerReflectionResponse answer = ask(client);
    if (!answer.hasListServicesResponse()) {
      throw new CliException(
          "The server's reflection answers with an error: "
              + Colors.escape(answer.getErrorResponse().getErrorMessage()));
    }
    return answer.getListServicesResponse().getServiceList().stream()
        .map(ServiceResponse::getName)
        .map(Colors::escape)
        .sorted()
        .toList();
  }

  /** The stream ends by its deadline, so that waiting needs no time of its own. */
  private static ServerReflectionResponse ask(ObserverClient client) throws InterruptedException {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        client
            .limited(ServerReflectionGrpc.newStub(client.channel()))
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    answer.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {
                    answer.completeExceptionally(
                        Status.UNKNOWN
                            .withDescription("The server ended the stream without an answer.")
                            .asRuntimeException());
                  }
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    try {
      ServerReflectionResponse response = answer.get();
      requests.onCompleted();
      return response;
    } catch (ExecutionException e) {
      throw Status.fromThrowable(e.getCause()).asRuntimeException();
    }
  }
}
