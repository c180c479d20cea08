package io.weir.relay.observe;

import static io.weir.relay.observe.TestEvents.flow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.flow.LostEventSource;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A client that stops reading while a flood passes: it is told exactly what it missed and stays
 * connected, the server holds no more for it than two buffers, and nobody else notices.
 */
class SlowReaderIT {
  private static final int RING_EVENTS = 500;
  private static final int FLOOD = 20_000;
  private static final int PADDING = 2_000;

  /** The relay's buffer for one client and gRPC's flow-control windows on both sides. */
  private static final long BUFFERS_MAX = 4L << 20;

  private TestServer server;
  private int followers;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(RING_EVENTS, TestServer.LIMITS);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  /** A client that reads when it is told to. */
  private static final class Reader
      implements ClientResponseObserver<GetFlowsRequest, GetFlowsResponse> {
    final AtomicReference<ClientCallStreamObserver<GetFlowsRequest>> call = new AtomicReference<>();
    final AtomicLong flows = new AtomicLong();
    final AtomicLong lost = new AtomicLong();
    final AtomicLong lastSeq = new AtomicLong();
    final List<LostEvent> losses = new CopyOnWriteArrayList<>();
    final AtomicReference<Throwable> end = new AtomicReference<>();
    private volatile boolean reading;

    @Override
    public void beforeStart(ClientCallStreamObserver<GetFlowsRequest> stream) {
      call.set(stream);
      stream.disableAutoRequestWithInitial(1);
    }

    void read() {
      reading = true;
      call.get().request(1);
    }

    void stopReading() {
      reading = false;
    }

    @Override
    public void onNext(GetFlowsResponse answer) {
      if (answer.hasFlow()) {
        flows.incrementAndGet();
        lastSeq.set(Long.parseLong(answer.getFlow().getUuid().replace("flow-", "")));
      } else {
        losses.add(answer.getLostEvents());
        lost.addAndGet(answer.getLostEvents().getNumEventsLost());
      }
      if (reading) {
        call.get().request(1);
      }
    }

    @Override
    public void onError(Throwable error) {
      end.set(error);
    }

    @Override
    public void onCompleted() {
      end.set(new AssertionError("completed"));
    }

    long accountedFor() {
      return flows.get() + lost.get();
    }
  }

  private Reader follow() {
    Reader reader = new Reader();
    ObserverGrpc.newStub(server.connect())
        .getFlows(GetFlowsRequest.newBuilder().setFollow(true).build(), reader);
    server.awaitFollowers(++followers);
    return reader;
  }

  private static FlowEvent large(int seq) {
    FlowEvent.Builder event = flow(seq, seq).toBuilder();
    event.getFlowBuilder().setSummary("x".repeat(PADDING));
    return event.build();
  }

  /** Produces at the pace of {@code reader}, so that it can keep up. */
  private void produce(int from, int to, Reader reader) {
    for (int seq = from; seq <= to; seq++) {
      server.arrives(large(seq));
      if (seq % (RING_EVENTS / 4) == 0) {
        int soFar = seq;
        await().pollInterval(Duration.ofMillis(1)).until(() -> reader.lastSeq.get() == soFar);
      }
    }
    await().until(() -> reader.lastSeq.get() == to);
  }

  @Test
  void isToldWhatItMissed_staysConnected_andCostsNobodyAnything() {
    Reader slow = follow();
    Reader quick = follow();
    quick.read();
    slow.read();
    produce(1, 10, quick);
    await().until(() -> slow.lastSeq.get() == 10);
    slow.stopReading();

    produce(11, FLOOD, quick);

    assertThat(quick.lost).as("others are unaffected").hasValue(0);
    assertThat(quick.flows).hasValue(FLOOD);
    // The server gave the slow one only what fits into buffers, and waits.
    double sent = server.metric("responses", "flow") - FLOOD;
    assertThat(sent * PADDING).isLessThan(BUFFERS_MAX);
    assertThat(server.ring.size()).isLessThanOrEqualTo(RING_EVENTS);
    assertThat(slow.end.get()).isNull();

    slow.read();
    await().untilAsserted(() -> assertThat(slow.accountedFor()).isEqualTo(FLOOD));
    assertThat(slow.lost.get()).isGreaterThan(FLOOD / 2).isLessThan(FLOOD);
    assertThat(slow.losses)
        .extracting(LostEvent::getSource)
        .containsOnly(LostEventSource.HUBBLE_RING_BUFFER);
    LostEvent first = slow.losses.get(0);
    assertThat(first.getFirst().getSeconds()).isLessThan(first.getLast().getSeconds());
    assertThat(server.metric("overrun_events", "")).isEqualTo(slow.lost.get());

    // Still connected: what comes now arrives.
    produce(FLOOD + 1, FLOOD + 10, quick);
    await().untilAsserted(() -> assertThat(slow.accountedFor()).isEqualTo(FLOOD + 10));
    assertThat(slow.lastSeq).hasValue(FLOOD + 10);
    assertThat(slow.end.get()).isNull();
    assertThat(server.metric("streams", "")).isEqualTo(2);
  }

  /** A client that never reads again and leaves gives its room back. */
  @Test
  void oneThatLeavesWhileItDoesNotReadIsForgotten() {
    Reader slow = follow();
    Reader quick = follow();
    quick.read();
    produce(1, 4_000, quick);

    slow.call.get().cancel("enough", null);

    await().until(() -> server.metric("streams", "") == 1);
    assertThat(server.metric("queries", "cancelled")).isEqualTo(1);
  }
}
