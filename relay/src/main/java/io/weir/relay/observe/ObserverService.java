package io.weir.relay.observe;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.UInt32Value;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weir.hubble.observer.GetAgentEventsRequest;
import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.GetDebugEventsRequest;
import io.weir.hubble.observer.GetDebugEventsResponse;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetNamespacesRequest;
import io.weir.hubble.observer.GetNamespacesResponse;
import io.weir.hubble.observer.GetNodesRequest;
import io.weir.hubble.observer.GetNodesResponse;
import io.weir.hubble.observer.Node;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.hubble.observer.ServerStatusRequest;
import io.weir.hubble.observer.ServerStatusResponse;
import io.weir.query.v1.Explanation;
import io.weir.relay.observe.FlowSink.ClientGoneException;
import io.weir.storage.FlowStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code observer.Observer} as Hubble's clients know it.
 *
 * <p>Better than Hubble where its users suffer: {@code number} counts over all nodes, history and
 * snapshot come in total order of time, an invalid filter is INVALID_ARGUMENT and names itself.
 *
 * <p>Every streaming call has a thread of its own, which waits while its client is slow: see {@link
 * StreamRunner}.
 */
final class ObserverService extends ObserverGrpc.ObserverImplBase {
  private static final String SERVER_NAME = "weir-relay";
  private static final int UNAVAILABLE_NAMES_MAX = 10;

  private final ObserveConfig config;
  private final FlowStore store;
  private final Seam seam;
  private final Ring ring;
  private final Census census;
  private final ObserveMetrics metrics;
  private final StreamRunner runner;
  private final String version;

  ObserverService(
      ObserveConfig config,
      FlowStore store,
      Seam seam,
      Ring ring,
      Census census,
      ObserveMetrics metrics,
      StreamRunner runner,
      String version) {
    this.config = config;
    this.store = store;
    this.seam = seam;
    this.ring = ring;
    this.census = census;
    this.metrics = metrics;
    this.runner = runner;
    this.version = version;
  }

  /** The service, with answers of GetFlows that are never made into messages. */
  ServerServiceDefinition bind() {
    return RawAnswers.bind(bindService(), this::flows);
  }

  private void flows(GetFlowsRequest request, StreamObserver<Answer> responses) {
    var call = (ServerCallStreamObserver<Answer>) responses;
    Optional<FlowsPlan> plan = understand(call, () -> plan(request));
    if (plan.isEmpty()) {
      return;
    }
    FlowSink sink = sink(call, Function.identity());
    Tally tally = new Tally();
    FlowsQuery query = query(plan.get(), sink, tally);
    Optional<AtomicReference<Explanation>> explanation = CallContext.explanation();
    runner.start(
        call,
        () -> {
          sayWhoIsThere(sink);
          query.run();
          explanation.ifPresent(holder -> holder.set(tally.explain(request)));
        });
  }

  private static FlowsPlan plan(GetFlowsRequest request) {
    FlowsPlan plan = FlowsPlan.of(request);
    return CallContext.fromNewest() ? plan.newest() : plan;
  }

  /** As hubble-relay does; who is out of reach is known only from reports. */
  private void sayWhoIsThere(FlowSink sink) throws ClientGoneException, InterruptedException {
    if (!census.hasReports()) {
      return;
    }
    for (Answer answer : NodeStatusAnswers.of(census.nodes(), SERVER_NAME, Instant.now())) {
      sink.send(answer);
      metrics.sent(answer.kind());
    }
  }

  /**
   * The sum over all nodes. {@code num_flows} and {@code max_flows} are the ring's, as in Hubble:
   * counting the archive would cost a scan, and it has no size that it could be full of.
   */
  @Override
  public void serverStatus(
      ServerStatusRequest request, StreamObserver<ServerStatusResponse> responses) {
    Census.Totals totals = census.totals();
    List<String> unavailable = totals.unavailable();
    responses.onNext(
        ServerStatusResponse.newBuilder()
            .setNumFlows(ring.size())
            .setMaxFlows(ring.eventsMax())
            .setSeenFlows(totals.seenFlows())
            .setUptimeNs(totals.uptime().toNanos())
            .setFlowsRate(totals.flowsRate())
            .setNumConnectedNodes(UInt32Value.of(totals.connected()))
            .setNumUnavailableNodes(UInt32Value.of(unavailable.size()))
            .addAllUnavailableNodes(
                unavailable.subList(0, Math.min(UNAVAILABLE_NAMES_MAX, unavailable.size())))
            .setVersion("weir v" + version)
            .build());
    responses.onCompleted();
  }

  @Override
  public void getNodes(GetNodesRequest request, StreamObserver<GetNodesResponse> responses) {
    List<Node> nodes = census.nodes();
    responses.onNext(GetNodesResponse.newBuilder().addAllNodes(nodes).build());
    responses.onCompleted();
  }

  @Override
  public void getNamespaces(
      GetNamespacesRequest request, StreamObserver<GetNamespacesResponse> responses) {
    responses.onNext(
        GetNamespacesResponse.newBuilder().addAllNamespaces(census.namespaces()).build());
    responses.onCompleted();
  }

  /** What Cilium agents did, selected and joined as flows are. */
  @Override
  public void getAgentEvents(
      GetAgentEventsRequest request, StreamObserver<GetAgentEventsResponse> responses) {
    events(() -> FlowsPlan.of(request), GetAgentEventsResponse.parser(), responses);
  }

  /** What Cilium's datapath said in debug mode, selected and joined as flows are. */
  @Override
  public void getDebugEvents(
      GetDebugEventsRequest request, StreamObserver<GetDebugEventsResponse> responses) {
    events(() -> FlowsPlan.of(request), GetDebugEventsResponse.parser(), responses);
  }

  private <T> void events(
      Supplier<FlowsPlan> understood, Parser<T> parser, StreamObserver<T> responses) {
    var call = (ServerCallStreamObserver<T>) responses;
    Optional<FlowsPlan> plan = understand(call, understood);
    if (plan.isEmpty()) {
      return;
    }
    FlowSink sink = sink(call, answer -> parsed(answer, parser));
    runner.start(call, query(plan.get(), sink, new Tally())::run);
  }

  /** Such events are few, so a message may be made of each. */
  private static <T> T parsed(Answer answer, Parser<T> parser) {
    try {
      return parser.parseFrom(answer.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an answer of ours cannot be read", e);
    }
  }

  /** Empty when the request makes no sense; then the call has ended. */
  private Optional<FlowsPlan> understand(
      ServerCallStreamObserver<?> call, Supplier<FlowsPlan> understood) {
    try {
      return Optional.of(understood.get());
    } catch (IllegalArgumentException e) {
      metrics.invalid(e);
      StreamRunner.fail(call, Status.INVALID_ARGUMENT, e);
      return Optional.empty();
    }
  }

  private <T> FlowSink sink(ServerCallStreamObserver<T> call, Function<Answer, T> message) {
    Pace pace = new Pace(config.streams().flowsPerSecondMax(), System.nanoTime());
    return new GrpcFlowSink<>(call, message, pace, metrics, ring::wake);
  }

  private FlowsQuery query(FlowsPlan plan, FlowSink sink, Tally tally) {
    return new FlowsQuery(
        plan, store, seam, ring, config.lastBufferMax(), SERVER_NAME, metrics, sink, tally);
  }
}
