package io.weir.relay.observe;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.query.v1.CountFlowsRequest;
import io.weir.query.v1.CountFlowsResponse;
import io.weir.query.v1.Counts;
import io.weir.query.v1.GetClocksRequest;
import io.weir.query.v1.GetClocksResponse;
import io.weir.query.v1.NodeClock;
import io.weir.query.v1.Progress;
import io.weir.query.v1.QueryGrpc;
import io.weir.query.v1.ReadEventsRequest;
import io.weir.query.v1.StoredEvent;
import io.weir.relay.observe.filter.LimitExceededException;
import io.weir.storage.EventKind;
import io.weir.storage.FlowQuery.Order;
import io.weir.storage.FlowStore;
import io.weir.storage.StoredFlow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code weir.query.v1.Query}: counts on the server's side exactly the flows that GetFlows would
 * send, and hands out archived events as they are. Runs under the same limits as GetFlows.
 */
final class QueryService extends QueryGrpc.QueryImplBase {
  private static final long PROGRESS_EVERY_NANOS = Duration.ofMillis(500).toNanos();
  private static final int FIELDS_MAX = 8;

  private final FlowStore store;
  private final Seam seam;
  private final Ring ring;
  private final StreamLimits limits;
  private final StreamRunner runner;
  private final Supplier<List<NodeClock>> clocks;
  private final ObserveMetrics metrics;

  QueryService(
      FlowStore store,
      Seam seam,
      Ring ring,
      StreamLimits limits,
      StreamRunner runner,
      Supplier<List<NodeClock>> clocks,
      ObserveMetrics metrics) {
    this.store = store;
    this.seam = seam;
    this.ring = ring;
    this.limits = limits;
    this.runner = runner;
    this.clocks = clocks;
    this.metrics = metrics;
  }

  @Override
  public void countFlows(CountFlowsRequest request, StreamObserver<CountFlowsResponse> responses) {
    var call = (ServerCallStreamObserver<CountFlowsResponse>) responses;
    FlowsPlan plan;
    List<FieldPath> by = new ArrayList<>();
    try {
      plan = plan(request);
      for (int i = 0; i < request.getByCount(); i++) {
        by.add(FieldPath.of(request.getBy(i), i));
      }
    } catch (IllegalArgumentException e) {
      metrics.invalid(e);
      StreamRunner.fail(call, Status.INVALID_ARGUMENT, e);
      return;
    }
    call.setOnCancelHandler(ring::wake);
    runner.start(
        call, () -> count(request, plan, new FlowGroups(by, limits.countGroupsMax()), call));
  }

  @Override
  public void getClocks(GetClocksRequest request, StreamObserver<GetClocksResponse> responses) {
    responses.onNext(GetClocksResponse.newBuilder().addAllClocks(clocks.get()).build());
    responses.onCompleted();
  }

  @Override
  public void readEvents(ReadEventsRequest request, StreamObserver<StoredEvent> responses) {
    var call = (ServerCallStreamObserver<StoredEvent>) responses;
    StoredEvents events;
    try {
      events = StoredEvents.of(store, request);
    } catch (IllegalArgumentException e) {
      metrics.invalid(e);
      StreamRunner.fail(call, Status.INVALID_ARGUMENT, e);
      return;
    }
    Pace pace = new Pace(limits.flowsPerSecondMax(), System.nanoTime());
    PacedCall<StoredEvent> paced = new PacedCall<>(call, pace, metrics, () -> {});
    runner.start(call, () -> events.send(paced));
  }

  private static FlowsPlan plan(CountFlowsRequest request) {
    GetFlowsRequest flows = request.getFlows().toBuilder().clearFieldMask().build();
    if (flows.getFollow()) {
      throw new IllegalArgumentException("flows.follow: true (expected: a count has an end)");
    }
    if (request.getByCount() > FIELDS_MAX) {
      throw new LimitExceededException(
          "count_fields",
          "by: " + request.getByCount() + " fields (expected: at most " + FIELDS_MAX + ")");
    }
    if (request.getTop() < 0) {
      throw new IllegalArgumentException(
          "top: "
              + Integer.toUnsignedString(request.getTop())
              + " (expected: at most "
              + Integer.MAX_VALUE
              + ")");
    }
    return FlowsPlan.of(flows);
  }

  private void count(
      CountFlowsRequest request,
      FlowsPlan plan,
      FlowGroups groups,
      ServerCallStreamObserver<CountFlowsResponse> call)
      throws Seam.UnavailableException, InterruptedException {
    Tally tally = new Tally();
    Ring.Snapshot snapshot = seam.join(call::isCancelled);
    // The order of counting does not matter, but the last flows are found from the newest on.
    Order order = plan.start() == FlowsPlan.Start.LAST ? Order.NEWEST_FIRST : Order.OLDEST_FIRST;
    Teller teller = new Teller(tally, call);
    try (Past past = Past.open(plan, store, snapshot, plan.fromNs(), order, teller, tally)) {
      while (tally.matched() < plan.limit() && past.hasNext()) {
        StoredFlow stored = past.next();
        tally.answered(stored);
        if (stored.kind() == EventKind.FLOW) {
          groups.add(stored);
        }
      }
    }
    if (!call.isCancelled()) {
      Counts.Builder counts =
          groups.result(request.getTop()).setExplanation(tally.explain(request.getFlows()));
      metrics.groupsOverflowed(counts.getOverflowFlows());
      call.onNext(CountFlowsResponse.newBuilder().setCounts(counts).build());
    }
  }

  /** Tells how far the reading is, twice a second, whether or not anything matches. */
  private static final class Teller implements BooleanSupplier {
    private final Tally tally;
    private final ServerCallStreamObserver<CountFlowsResponse> call;
    private long saidNanos = System.nanoTime();

    Teller(Tally tally, ServerCallStreamObserver<CountFlowsResponse> call) {
      this.tally = tally;
      this.call = call;
    }

    /** True when the client has gone. Asked amid the reading. */
    @Override
    public boolean getAsBoolean() {
      if (call.isCancelled()) {
        return true;
      }
      long now = System.nanoTime();
      // Left out for a client that does not read: it will see the next one.
      if (now - saidNanos >= PROGRESS_EVERY_NANOS && call.isReady()) {
        saidNanos = now;
        call.onNext(
            CountFlowsResponse.newBuilder()
                .setProgress(
                    Progress.newBuilder()
                        .setEventsRead(tally.read())
                        .setFlowsMatched(tally.matched())
                        .setReachedNs(tally.reachedNs()))
                .build());
      }
      return false;
    }
  }
}
