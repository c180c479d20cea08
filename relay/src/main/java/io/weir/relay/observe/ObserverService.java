package io.weir.relay.observe;

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
import io.weir.relay.observe.FlowSink.ClientGoneException;
import io.weir.storage.FlowStore;
import io.weir.storage.StoreException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code observer.Observer} as Hubble's clients know it.
 *
 * <p>Better than Hubble where its users suffer: {@code number} counts over all nodes, history and
 * snapshot come in total order of time, an invalid filter is INVALID_ARGUMENT and names itself.
 *
 * <p>Every GetFlows call has a thread of its own, which waits while its client is slow; there are
 * at most {@link ObserveConfig#streamsMax} of them.
 */
final class ObserverService extends ObserverGrpc.ObserverImplBase {
  private static final Logger log = LoggerFactory.getLogger(ObserverService.class);
  private static final String FIRST_WITH_FOLLOW = "first cannot be specified with follow";

  private final ObserveConfig config;
  private final FlowStore store;
  private final Seam seam;
  private final Ring ring;
  private final Census census;
  private final ObserveMetrics metrics;
  private final Executor threads;
  private final Semaphore streams;
  private final String version;

  /**
   * Does nothing yet.
   *
   * @param threads gives each task a thread at once; this class limits their number
   */
  ObserverService(
      ObserveConfig config,
      FlowStore store,
      Seam seam,
      Ring ring,
      Census census,
      ObserveMetrics metrics,
      Executor threads,
      String version) {
    this.config = config;
    this.store = store;
    this.seam = seam;
    this.ring = ring;
    this.census = census;
    this.metrics = metrics;
    this.threads = threads;
    this.streams = new Semaphore(config.streamsMax());
    this.version = version;
  }

  /** The service, with answers of GetFlows that are never made into messages. */
  ServerServiceDefinition bind() {
    return RawAnswers.bind(bindService(), this::flows);
  }

  private void flows(GetFlowsRequest request, StreamObserver<Answer> responses) {
    FlowsPlan plan;
    try {
      plan = FlowsPlan.of(request);
    } catch (IllegalArgumentException e) {
      metrics.refused("invalid");
      fail(responses, Status.INVALID_ARGUMENT, e);
      return;
    }
    if (!streams.tryAcquire()) {
      metrics.refused("refused");
      responses.onError(
          Status.RESOURCE_EXHAUSTED
              .withDescription(
                  "GetFlows: %d calls run already (expected: at most streams-max=%d); end one or"
                          .formatted(config.streamsMax(), config.streamsMax())
                      + " raise the limit")
              .asRuntimeException());
      return;
    }
    var call = (ServerCallStreamObserver<Answer>) responses;
    FlowSink sink = new GrpcFlowSink(call, ring::wake);
    FlowsQuery query =
        new FlowsQuery(
            plan, store, seam, ring, config.lastBufferMax(), "weir-relay", metrics, sink);
    metrics.streamStarted();
    try {
      threads.execute(() -> answer(query, sink, call));
    } catch (RuntimeException e) {
      ended("error");
      fail(responses, Status.UNAVAILABLE, e);
    }
  }

  private void answer(FlowsQuery query, FlowSink sink, ServerCallStreamObserver<Answer> call) {
    String outcome = "error";
    try {
      query.run();
      outcome = sink.isGone() ? "cancelled" : "ok";
      if (!sink.isGone()) {
        call.onCompleted();
      }
    } catch (ClientGoneException e) {
      outcome = "cancelled";
    } catch (Seam.UnavailableException e) {
      outcome = sink.isGone() ? "cancelled" : "unavailable";
      fail(call, Status.UNAVAILABLE, e);
    } catch (InterruptedException e) {
      outcome = "unavailable";
      fail(call, Status.UNAVAILABLE, new IllegalStateException("The relay is stopping.", e));
      Thread.currentThread().interrupt();
    } catch (StoreException e) {
      log.warn("Cannot answer a query because the archive cannot be read", e);
      fail(call, Status.UNAVAILABLE, e);
    } catch (RuntimeException e) {
      log.error("Cannot answer a query because of a bug", e);
      fail(call, Status.INTERNAL, e);
    } finally {
      ended(outcome);
    }
  }

  private void ended(String outcome) {
    streams.release();
    metrics.streamEnded(outcome);
  }

  private static void fail(StreamObserver<?> responses, Status status, Exception cause) {
    if (responses instanceof ServerCallStreamObserver<?> call && call.isCancelled()) {
      return;
    }
    responses.onError(
        status.withDescription(cause.getMessage()).withCause(cause).asRuntimeException());
  }

  /** The ring's fill, as Hubble reports its own ring; history in the archive is not counted. */
  @Override
  public void serverStatus(
      ServerStatusRequest request, StreamObserver<ServerStatusResponse> responses) {
    responses.onNext(
        ServerStatusResponse.newBuilder()
            .setNumFlows(ring.size())
            .setMaxFlows(ring.eventsMax())
            .setSeenFlows(census.seen())
            .setUptimeNs(census.uptime().toNanos())
            .setFlowsRate(census.rate())
            .setNumConnectedNodes(UInt32Value.of(census.nodes().size()))
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

  /** Weir's topics carry no agent events: an empty stream. */
  @Override
  public void getAgentEvents(
      GetAgentEventsRequest request, StreamObserver<GetAgentEventsResponse> responses) {
    endEmpty(request.getFirst() && request.getFollow(), responses);
  }

  /** Weir's topics carry no debug events: an empty stream. */
  @Override
  public void getDebugEvents(
      GetDebugEventsRequest request, StreamObserver<GetDebugEventsResponse> responses) {
    endEmpty(request.getFirst() && request.getFollow(), responses);
  }

  private static void endEmpty(boolean invalid, StreamObserver<?> responses) {
    if (invalid) {
      fail(responses, Status.INVALID_ARGUMENT, new IllegalArgumentException(FIRST_WITH_FOLLOW));
    } else {
      responses.onCompleted();
    }
  }
}
