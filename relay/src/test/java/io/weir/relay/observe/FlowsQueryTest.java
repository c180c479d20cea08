package io.weir.relay.observe;

import static io.weir.relay.observe.TestEvents.flow;
import static io.weir.relay.observe.TestEvents.loss;
import static io.weir.relay.observe.TestEvents.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.observer.GetFlowsRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rows of Hubble's table of what GetFlows returns; see README.md. */
class FlowsQueryTest {
  private final FakeFlowStore store = new FakeFlowStore();
  private final Ring ring = new Ring(8, Long.MAX_VALUE);
  private final ObserveMetrics metrics = new ObserveMetrics(new PrometheusRegistry());

  /** Four events in the archive, two in the ring; arrival is not the order of time. */
  @BeforeEach
  void sixEvents() {
    ring.open(0, 4);
    store.archive(stored(0, 0, flow(1, 10)));
    store.archive(stored(0, 1, flow(2, 20)));
    store.archive(stored(0, 2, loss(3, 30, 7)));
    store.archive(stored(0, 3, flow(4, 50)));
    ring.add(stored(0, 4, flow(5, 40)), 1);
    ring.add(stored(0, 5, flow(6, 60, "web-0")), 1);
  }

  @Test
  void nothingSetReturnsAllInOrderOfTime() throws Exception {
    assertThat(run(request()))
        .containsExactly("flow-1", "flow-2", "lost 7", "flow-5", "flow-4", "flow-6");
  }

  @Test
  void allOnesMeansAll() throws Exception {
    assertThat(run(request().setNumber(-1))).hasSize(6);
  }

  @Test
  void numberReturnsTheLastOldestFirst_lossesDoNotCount() throws Exception {
    assertThat(run(request().setNumber(2))).containsExactly("flow-4", "flow-6");
    assertThat(run(request().setNumber(4)))
        .containsExactly("flow-2", "lost 7", "flow-5", "flow-4", "flow-6");
  }

  /** Four losses do not fit the buffer of three, yet the flow before them is found. */
  @Test
  void numberIsKeptWhenLossesFillTheBuffer() throws Exception {
    for (int i = 6; i < 10; i++) {
      ring.add(stored(0, i, loss(i, 100 + i, i)), 1);
    }
    assertThat(run(request().setNumber(1)))
        .containsExactly("flow-6", "lost 6", "lost 7", "lost 8", "lost 9");
  }

  @Test
  void followingAloneNeedsNoArchive() {
    for (int i = 6; i < 30; i++) {
      ring.add(stored(0, i, flow(100 + i, 100)), 1); // the archive is far behind
    }
    assertThat(follow(request().setFollow(true), 1)).containsExactly("flow-7");
  }

  @Test
  void firstReturnsTheOldest() throws Exception {
    assertThat(run(request().setFirst(true).setNumber(2))).containsExactly("flow-1", "flow-2");
    assertThat(run(request().setFirst(true))).hasSize(6);
  }

  @Test
  void sinceAndUntilAreInclusive() throws Exception {
    assertThat(run(request().setSince(at(20)).setUntil(at(40))))
        .containsExactly("flow-2", "lost 7", "flow-5");
  }

  @Test
  void sinceFixesTheStart_soNumberReturnsTheFirstAfterIt() throws Exception {
    assertThat(run(request().setSince(at(20)).setNumber(2)))
        .containsExactly("flow-2", "lost 7", "flow-5");
  }

  @Test
  void numberAndUntilReturnTheLastBeforeIt() throws Exception {
    assertThat(run(request().setUntil(at(50)).setNumber(1))).containsExactly("flow-4");
  }

  @Test
  void numberCountsOnlyWhatPassesTheFilter() throws Exception {
    GetFlowsRequest.Builder cart =
        request().setNumber(1).addWhitelist(FlowFilter.newBuilder().addSourcePod("shop/cart"));
    assertThat(run(cart)).containsExactly("flow-4");
  }

  @Test
  void followAloneReturnsOnlyWhatArrivesFromNowOn() {
    assertThat(follow(request().setFollow(true), 1)).containsExactly("flow-7");
  }

  @Test
  void followWithNumberReturnsTheLastAndThenGoesOn() {
    assertThat(follow(request().setFollow(true).setNumber(1), 2))
        .containsExactly("flow-6", "flow-7");
  }

  @Test
  void followWithSinceReturnsAllSinceThenAndGoesOn_numberIsNoLimit() {
    assertThat(follow(request().setFollow(true).setSince(at(50)).setNumber(1), 3))
        .containsExactly("flow-4", "flow-6", "flow-7");
  }

  @Test
  void followWithUntilEndsAtTheFirstLaterEvent() throws Exception {
    ListSink sink = new ListSink();
    FlowsQuery query = query(request().setFollow(true).setUntil(at(70)), sink);
    Thread thread = start(query);
    Awaitility.await().until(() -> isWaiting(thread));
    ring.add(stored(0, 6, flow(7, 70)), 1);
    ring.add(stored(0, 7, flow(8, 71)), 1);
    ring.wake();
    thread.join(5_000);
    assertThat(thread.isAlive()).isFalse();
    assertThat(sink.names()).containsExactly("flow-7");
  }

  @Test
  void anOvertakenFollowerIsToldAndStays() throws Exception {
    AtomicReference<Runnable> once = new AtomicReference<>(this::overrun);
    ListSink kept = new ListSink(10);
    FlowSink slow =
        new FlowSink() {
          @Override
          public void send(Answer answer) throws ClientGoneException {
            once.getAndSet(() -> {}).run();
            kept.send(answer);
          }

          @Override
          public boolean isGone() {
            return kept.isGone();
          }
        };
    // The first answer takes so long that 10 events pass a ring of 8.
    FlowsQuery query = query(request().setFollow(true).setNumber(1), slow);
    assertThatThrownBy(query::run).isInstanceOf(FlowSink.ClientGoneException.class);
    assertThat(kept.names()).startsWith("flow-6", "lost 2", "flow-109").endsWith("flow-116");
    assertThat(kept.sent().get(1).getLostEvents().getSource().name())
        .isEqualTo("HUBBLE_RING_BUFFER");
  }

  private void overrun() {
    arrive(6, 16);
  }

  private void arrive(int fromOffset, int toOffset) {
    for (int i = fromOffset; i < toOffset; i++) {
      ring.add(stored(0, i, flow(101 + i, 100 + i)), 1);
    }
  }

  /** Twice within a second overtaken, so that the second time waits to be told; then it ends. */
  @Test
  void whatIsNotToldYetIsToldBeforeTheEnd() throws Exception {
    Deque<Runnable> meanwhile = new ArrayDeque<>();
    meanwhile.add(this::overrun);
    meanwhile.add(
        () -> {
          arrive(16, 25);
          ring.add(stored(0, 25, flow(200, 300)), 1);
        });
    ListSink kept = new ListSink();
    FlowSink slow =
        new FlowSink() {
          @Override
          public void send(Answer answer) throws ClientGoneException {
            Optional.ofNullable(meanwhile.poll()).ifPresent(Runnable::run);
            kept.send(answer);
          }

          @Override
          public boolean isGone() {
            return kept.isGone();
          }
        };

    query(request().setFollow(true).setNumber(1).setUntil(at(200)), slow).run();

    assertThat(kept.names())
        .startsWith("flow-6", "lost 2", "flow-109")
        .contains("flow-116", "flow-119")
        .endsWith("flow-125", "lost 2")
        .hasSize(2 + 8 + 7 + 1);
  }

  /** A filter that lets nothing pass never sends, and sending is not what notices. */
  @Test
  void aClientThatLeavesIsNoticedEvenIfNothingPasses() {
    FlowSink gone =
        new FlowSink() {
          @Override
          public void send(Answer answer) {
            throw new AssertionError("nothing passes");
          }

          @Override
          public boolean isGone() {
            arrive(6, 16); // there is always something to read
            return true;
          }
        };
    GetFlowsRequest.Builder nobody =
        request().setFollow(true).addWhitelist(FlowFilter.newBuilder().addSourcePod("nobody/"));
    assertThatThrownBy(() -> query(nobody, gone).run())
        .isInstanceOf(FlowSink.ClientGoneException.class);
  }

  @Test
  void anArchiveTooFarBehindIsUnavailable_notAGap() {
    for (int i = 6; i < 30; i++) {
      ring.add(stored(0, i, flow(i, 100)), 1);
    }
    assertThatThrownBy(() -> run(request()))
        .isInstanceOf(Seam.UnavailableException.class)
        .hasMessageContaining("archiver");
  }

  @Test
  void aClientThatLeavesReleasesTheCursor() {
    assertThatThrownBy(() -> query(request(), new ListSink(2)).run())
        .isInstanceOf(FlowSink.ClientGoneException.class);
    assertThat(store.openCursors()).isZero();
  }

  private static GetFlowsRequest.Builder request() {
    return GetFlowsRequest.newBuilder();
  }

  private static Timestamp at(long second) {
    return Timestamp.newBuilder().setSeconds(second).build();
  }

  private List<String> run(GetFlowsRequest.Builder request) throws Exception {
    ListSink sink = new ListSink();
    query(request, sink).run();
    assertThat(store.openCursors()).isZero();
    return sink.names();
  }

  /** Runs until {@code expected} answers came; one flow arrives meanwhile. */
  private List<String> follow(GetFlowsRequest.Builder request, int expected) {
    ListSink sink = new ListSink(expected);
    Thread thread = start(query(request, sink));
    Awaitility.await().until(() -> isWaiting(thread));
    ring.add(stored(0, 6, flow(7, 70)), 1);
    Awaitility.await().until(() -> sink.isGone());
    thread.interrupt();
    return sink.names();
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  private static Thread start(FlowsQuery query) {
    Thread thread =
        new Thread(
            () -> {
              try {
                query.run();
              } catch (Exception e) {
                // the client has gone
              }
            });
    thread.start();
    return thread;
  }

  private FlowsQuery query(GetFlowsRequest.Builder request, FlowSink sink) {
    ObserveConfig d = ObserveConfig.DEFAULT;
    ObserveConfig config =
        new ObserveConfig(
            8,
            1 << 20,
            d.streams(),
            d.endWait(),
            Duration.ofMillis(60),
            3,
            10,
            d.nameRetention(),
            d.unavailableAfter(),
            "1.19.4");
    Seam seam = new Seam(store, ring, limit -> true, config, metrics);
    return new FlowsQuery(
        FlowsPlan.of(request.build()),
        store,
        seam,
        ring,
        3,
        "weir-relay",
        metrics,
        sink,
        new Tally());
  }
}
