package io.weir.relay.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import io.grpc.Status;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.relay.observe.FlowSink.ClientGoneException;
import io.weir.relay.observe.StreamRunner.Body;
import io.weir.storage.StoreException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class StreamRunnerTest {
  private static final Body NOTHING = () -> {};

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Deque<Runnable> started = new ArrayDeque<>();
  private final StreamRunner runner =
      new StreamRunner(new StreamLimits(3, 2, 0, 1, 1), new ObserveMetrics(registry), started::add);

  private FakeCall<String> start(String client, Body body) {
    FakeCall<String> call = new FakeCall<>();
    Context.current().withValue(CallContext.CLIENT, client).run(() -> runner.start(call, body));
    return call;
  }

  private double streams() {
    return Metric.value(registry, "streams", "");
  }

  private double ended(String outcome) {
    return Metric.value(registry, "queries", outcome);
  }

  private double limited(String limit) {
    return Metric.value(registry, "limited", limit);
  }

  @Test
  void oneClientCannotTakeTheRoomOfOthers() {
    start("a", NOTHING);
    start("a", NOTHING);

    FakeCall<String> third = start("a", NOTHING);

    assertThat(third.end().orElseThrow().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(third.end().orElseThrow().getDescription())
        .isEqualTo(
            "2 streams of a run already (expected: at most observe.streams.per-client-max=2);"
                + " end one or raise the limit");
    assertThat(limited("streams_per_client")).isEqualTo(1);
    assertThat(start("b", NOTHING).end()).as("another's").isEmpty();
    assertThat(streams()).isEqualTo(3);
  }

  @Test
  void allTogetherHaveALimitToo() {
    start("a", NOTHING);
    start("b", NOTHING);
    start("c", NOTHING);

    FakeCall<String> fourth = start("d", NOTHING);

    assertThat(fourth.end().orElseThrow().getDescription())
        .isEqualTo(
            "3 streams run already (expected: at most observe.streams.max=3); end one or raise the"
                + " limit");
    assertThat(limited("streams")).isEqualTo(1);
    assertThat(ended("refused")).isEqualTo(1);
  }

  @Test
  void whatEndsGivesItsRoomBack() {
    for (int i = 0; i < 10; i++) {
      FakeCall<String> call = start("a", NOTHING);
      started.remove().run();
      assertThat(call.end().orElseThrow().isOk()).isTrue();
    }
    assertThat(ended("ok")).isEqualTo(10);
    assertHasAllItsRoom();
  }

  /** As many as a client may have run at once, so no slot was kept. */
  private void assertHasAllItsRoom() {
    assertThat(streams()).isZero();
    assertThat(start("a", NOTHING).end()).isEmpty();
    assertThat(start("a", NOTHING).end()).isEmpty();
    assertThat(start("b", NOTHING).end()).isEmpty();
  }

  private Status failed(Body body, String outcome) {
    for (int i = 0; i < 4; i++) {
      FakeCall<String> call = start("a", body);
      started.remove().run();
      assertThat(call.end()).as("ended each time").isPresent();
      if (i == 3) {
        assertThat(ended(outcome)).isEqualTo(4);
        Status end = call.end().orElseThrow();
        assertHasAllItsRoom();
        return end;
      }
    }
    throw new AssertionError();
  }

  @Test
  void anArchiveThatIsBehindIsUnavailable() {
    Status status =
        failed(
            () -> {
              throw new Seam.UnavailableException("The archive is behind.");
            },
            "unavailable");
    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status.getDescription()).isEqualTo("The archive is behind.");
  }

  @Test
  void aStoreThatFailsIsUnavailableAndCountedAsAnError() {
    Status status =
        failed(
            () -> {
              throw new StoreException("Block 7 is damaged.", new java.io.IOException());
            },
            "error");
    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void aBugIsInternal() {
    Status status =
        failed(
            () -> {
              throw new IllegalStateException("a bug of a test");
            },
            "error");
    assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void aStoppingRelaySaysSo() {
    Status status =
        failed(
            () -> {
              throw new InterruptedException();
            },
            "unavailable");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(status.getDescription()).isEqualTo("The relay is stopping.");
  }

  /** The thread dies of it, the client is told, and the slot is free. */
  @Test
  void evenAnErrorOfTheMachineEndsTheCall() {
    FakeCall<String> call =
        start(
            "a",
            () -> {
              throw new StackOverflowError("of a test");
            });
    assertThatThrownBy(() -> started.remove().run()).isInstanceOf(StackOverflowError.class);
    assertThat(call.end().orElseThrow().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertHasAllItsRoom();
  }

  @Test
  void aClientThatLeavesAmidItIsNoError() {
    FakeCall<String> call =
        start(
            "a",
            () -> {
              throw new ClientGoneException();
            });
    call.cancel();
    started.remove().run();
    assertThat(call.end()).as("nobody is there to be told").isEmpty();
    assertThat(ended("cancelled")).isEqualTo(1);
    assertHasAllItsRoom();
  }

  @Test
  void aClientThatLeftBeforeItBeganGivesItsRoomBack() {
    FakeCall<String> call = new FakeCall<>();
    Context context = Context.current().withValue(CallContext.CLIENT, "a");
    call.cancel();
    context.run(() -> runner.start(call, NOTHING));
    started.remove().run();
    assertThat(call.end()).isEmpty();
    assertThat(ended("cancelled")).isEqualTo(1);
    assertHasAllItsRoom();
  }

  @Test
  void withoutAThreadTheCallIsUnavailable() {
    for (Throwable none :
        new Throwable[] {
          new RejectedExecutionException("shut down"), new OutOfMemoryError("no native thread")
        }) {
      StreamRunner full =
          new StreamRunner(
              new StreamLimits(1, 1, 0, 1, 1),
              new ObserveMetrics(new PrometheusRegistry()),
              task -> {
                if (none instanceof Error error) {
                  throw error;
                }
                throw (RuntimeException) none;
              });
      for (int i = 0; i < 3; i++) { // never "1 streams run already"
        FakeCall<String> call = new FakeCall<>();
        full.start(call, NOTHING);
        assertThat(call.end().orElseThrow().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      }
    }
  }
}
