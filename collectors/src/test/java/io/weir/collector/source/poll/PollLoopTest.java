package io.weir.collector.source.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.collector.source.FakeSink;
import io.weir.ingest.v1.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PollLoopTest {
  private final FakeSink sink = new FakeSink();

  @Test
  void takesTheFirstReadingAtOnce_andIsReadyThen() {
    try (var loop = new PollLoop("test", Duration.ofHours(1), () -> List.of(event()))) {
      assertThat(loop.readiness().ready()).isFalse();
      loop.start(sink);

      await().until(() -> loop.readiness().ready());
      assertThat(sink.events()).hasSize(1);
    }
  }

  @Test
  void readsAgainInEveryInterval() {
    try (var loop = new PollLoop("test", Duration.ofMillis(5), () -> List.of(event()))) {
      loop.start(sink);

      await().until(() -> sink.events().size() >= 3);
    }
  }

  @Test
  void isNotReadyWhileReadingFails_andRecovers() {
    var broken = new AtomicBoolean(true);
    PollLoop.Reading reading =
        () -> {
          if (broken.get()) {
            throw new IOException("no such table");
          }
          return List.of(event());
        };
    try (var loop = new PollLoop("test", Duration.ofMillis(5), reading)) {
      loop.start(sink);
      await().until(() -> loop.readiness().reason().contains("no such table"));

      broken.set(false);

      await().until(() -> loop.readiness().ready());
    }
  }

  @Test
  void givesNothingAfterClose() {
    var readings = new AtomicInteger();
    var loop =
        new PollLoop(
            "test",
            Duration.ofMillis(1),
            () -> {
              readings.incrementAndGet();
              return List.of(event());
            });
    loop.start(sink);
    await().until(() -> readings.get() > 0);

    loop.close();
    loop.close();
    int before = sink.events().size();

    assertThat(loop.readiness().ready()).isFalse();
    assertThat(sink.events()).hasSize(before);
  }

  private static Event event() {
    return Event.newBuilder().setSource("test").build();
  }
}
