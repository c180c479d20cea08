package io.weir.cli.connect;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.stub.StreamObserver;
import io.weir.hubble.observer.GetNamespacesRequest;
import io.weir.hubble.observer.GetNamespacesResponse;
import io.weir.hubble.observer.GetNodesRequest;
import io.weir.hubble.observer.GetNodesResponse;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.hubble.observer.ServerStatusRequest;
import io.weir.hubble.observer.ServerStatusResponse;
import io.weir.hubble.peer.ChangeNotification;
import io.weir.hubble.peer.NotifyRequest;
import io.weir.hubble.peer.PeerGrpc;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An Observer API that says what it is told to, and keeps the headers of every call. */
public final class ScriptedServer implements AutoCloseable {
  /** Headers of the calls, in order. */
  public final List<Metadata> headers = new CopyOnWriteArrayList<>();

  /** What it answers with; an error, if {@link #error} is one. */
  public volatile ServerStatusResponse status = ServerStatusResponse.getDefaultInstance();

  public volatile GetNodesResponse nodes = GetNodesResponse.getDefaultInstance();
  public volatile GetNamespacesResponse namespaces = GetNamespacesResponse.getDefaultInstance();
  public volatile List<ChangeNotification> peers = List.of();
  public volatile Status error = Status.OK;

  /** A header of every answer: name and value. */
  public volatile Optional<String> relayVersion = Optional.empty();

  private final HealthStatusManager health = new HealthStatusManager();
  private final Server server;
  private final int port;

  /** In plaintext, on a free port. */
  public ScriptedServer() throws IOException {
    this(InsecureServerCredentials.create());
  }

  /** On a free port. */
  @SuppressWarnings("deprecation") // v1alpha is what hubble asks for
  public ScriptedServer(ServerCredentials credentials) throws IOException {
    this(Grpc.newServerBuilderForPort(0, credentials));
  }

  /** Wherever the builder listens. */
  @SuppressWarnings("deprecation") // v1alpha is what hubble asks for
  public ScriptedServer(ServerBuilder<?> builder) throws IOException {
    health.setStatus("hubble.server.Observer", ServingStatus.SERVING);
    server =
        builder
            .addService(new Observer())
            .addService(new Peer())
            .addService(health.getHealthService())
            .addService(ProtoReflectionService.newInstance())
            .intercept(new Headers())
            .build()
            .start();
    port = server.getPort();
  }

  /** As the health check tells it. */
  public void setHealth(ServingStatus serving) {
    health.setStatus("hubble.server.Observer", serving);
  }

  /** The port, also when it is closed again. */
  public int port() {
    return port;
  }

  /** {@code 127.0.0.1:PORT}. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  @Override
  public void close() throws InterruptedException {
    server.shutdownNow();
    server.awaitTermination(10, TimeUnit.SECONDS);
  }

  private <T> void answer(StreamObserver<T> responses, T answer) {
    if (!error.isOk()) {
      responses.onError(error.asRuntimeException());
      return;
    }
    responses.onNext(answer);
    responses.onCompleted();
  }

  private final class Observer extends ObserverGrpc.ObserverImplBase {
    @Override
    public void serverStatus(
        ServerStatusRequest request, StreamObserver<ServerStatusResponse> responses) {
      answer(responses, status);
    }

    @Override
    public void getNodes(GetNodesRequest request, StreamObserver<GetNodesResponse> responses) {
      answer(responses, nodes);
    }

    @Override
    public void getNamespaces(
        GetNamespacesRequest request, StreamObserver<GetNamespacesResponse> responses) {
      answer(responses, namespaces);
    }
  }

  private final class Peer extends PeerGrpc.PeerImplBase {
    @Override
    public void notify(NotifyRequest request, StreamObserver<ChangeNotification> responses) {
      peers.forEach(responses::onNext);
      if (error.isOk()) {
        responses.onCompleted();
      } else {
        responses.onError(error.asRuntimeException());
      }
    }
  }

  private final class Headers implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata asked, ServerCallHandler<Q, R> next) {
      headers.add(asked);
      return next.startCall(
          new SimpleForwardingServerCall<Q, R>(call) {
            @Override
            public void sendHeaders(Metadata answer) {
              relayVersion.ifPresent(version -> answer.put(VersionNotice.RELAY, version));
              super.sendHeaders(answer);
            }
          },
          asked);
    }
  }
}
