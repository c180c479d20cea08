package io.weir.cli.observe;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.StreamObserver;
import io.weir.hubble.observer.GetAgentEventsRequest;
import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.GetDebugEventsRequest;
import io.weir.hubble.observer.GetDebugEventsResponse;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.query.v1.CountFlowsRequest;
import io.weir.query.v1.CountFlowsResponse;
import io.weir.query.v1.Explanation;
import io.weir.query.v1.QueryGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server that answers what it was told to, and remembers what it was asked. */
final class FakeHubble implements AutoCloseable {
  final List<Message> requests = new CopyOnWriteArrayList<>();
  final List<Boolean> explains = new CopyOnWriteArrayList<>();
  final List<GetFlowsResponse> flows = new CopyOnWriteArrayList<>();
  final List<GetAgentEventsResponse> agentEvents = new CopyOnWriteArrayList<>();
  final List<GetDebugEventsResponse> debugEvents = new CopyOnWriteArrayList<>();
  final List<CountFlowsResponse> counts = new CopyOnWriteArrayList<>();
  volatile Status end = Status.OK;

  /** Whether streams of flows go on after the answers. */
  volatile boolean staysOpen;

  /** Counted down when a stream has got all answers. */
  final CountDownLatch answered = new CountDownLatch(1);

  private final Server server;

  /** Known also after the end. */
  private final int port;

  /**
   * Starts it on a free port.
   *
   * @param weir whether it is a Weir relay: counts, explains
   */
  FakeHubble(boolean weir) throws IOException {
    this(weir, 0);
  }

  /** Starts it on a port that was free. */
  FakeHubble(boolean weir, int port) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .addService(new Observer());
    if (weir) {
      builder.addService(new Query()).intercept(new Explainer());
    }
    server = builder.build().start();
    this.port = server.getPort();
  }

  int port() {
    return port;
  }

  String address() {
    return "127.0.0.1:" + port();
  }

  /** Messages of a file of JSON lines. */
  static <M extends Message> List<M> parse(String lines, M type)
      throws InvalidProtocolBufferException {
    List<M> messages = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      Message.Builder message = type.newBuilderForType();
      JsonFormat.parser().merge(line, message);
      @SuppressWarnings("unchecked") // of the same type
      M built = (M) message.build();
      messages.add(built);
    }
    return messages;
  }

  private <M> void answer(Message request, List<M> answers, StreamObserver<M> responses) {
    requests.add(request);
    answers.forEach(responses::onNext);
    answered.countDown();
    if (staysOpen) {
      return;
    }
    if (end.isOk()) {
      responses.onCompleted();
    } else {
      responses.onError(end.asRuntimeException());
    }
  }

  private final class Observer extends ObserverGrpc.ObserverImplBase {
    @Override
    public void getFlows(GetFlowsRequest request, StreamObserver<GetFlowsResponse> responses) {
      answer(request, flows, responses);
    }

    @Override
    public void getAgentEvents(
        GetAgentEventsRequest request, StreamObserver<GetAgentEventsResponse> responses) {
      answer(request, agentEvents, responses);
    }

    @Override
    public void getDebugEvents(
        GetDebugEventsRequest request, StreamObserver<GetDebugEventsResponse> responses) {
      answer(request, debugEvents, responses);
    }
  }

  private final class Query extends QueryGrpc.QueryImplBase {
    @Override
    public void countFlows(
        CountFlowsRequest request, StreamObserver<CountFlowsResponse> responses) {
      answer(request, counts, responses);
    }
  }

  /** Explains every answer, as far as it was asked to. */
  private final class Explainer implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      boolean asked =
          "true"
              .equals(
                  headers.get(Metadata.Key.of("weir-explain", Metadata.ASCII_STRING_MARSHALLER)));
      explains.add(asked);
      return next.startCall(
          new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
              if (asked) {
                trailers.put(
                    Metadata.Key.of(
                        "weir-explanation-bin",
                        ProtoUtils.metadataMarshaller(Explanation.getDefaultInstance())),
                    EXPLANATION);
              }
              super.close(status, trailers);
            }
          },
          headers);
    }
  }

  static final Explanation EXPLANATION = explanation();

  private static Explanation explanation() {
    Explanation.Builder explanation =
        Explanation.newBuilder()
            .addPushedDown("whitelist[0]: source_namespace = shop")
            .addEvaluated("whitelist[0]: source_pod: \"shop/\"")
            .setEventsRead(1204)
            .setEventsLive(200)
            .setFlowsMatched(37)
            .setEventsMissing(42)
            .setElapsedNs(12_345_678);
    explanation
        .addMissingBuilder()
        .setNode("prod/n1")
        .setStage("hubble")
        .setReason("HUBBLE_RING_BUFFER")
        .setEvents(40)
        .setFirstNs(1_767_607_200_000_000_000L)
        .setLastNs(1_767_607_201_500_000_000L);
    explanation
        .addMissingBuilder()
        .setNode("prod/n2")
        .setStage("spool")
        .setReason("full")
        .setEvents(2);
    return explanation.build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
