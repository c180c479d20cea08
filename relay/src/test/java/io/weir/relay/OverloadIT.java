package io.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.ingest.v1.Event;
import io.weir.relay.ingest.IngestConfig;
import io.weir.relay.ingest.IngestMetrics;
import io.weir.relay.ingest.IngestService;
import io.weir.relay.publish.EventPublisher;
import io.weir.relay.publish.TopicRecord;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka is slower than the collectors: everyone waits, in fair parts, and nothing is dropped. */
class OverloadIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final IngestConfig CONFIG =
      new IngestConfig(4, 2_000, 200_000, 100, 1 << 20, 64 << 10, 4, Duration.ofSeconds(30));

  private final SlowPublisher kafka = new SlowPublisher();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final List<TestCollector> collectors = new ArrayList<>();
  private Server server;

  @BeforeEach
  void start() throws Exception {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .executor(threads)
            .addService(
                new IngestService(
                    CONFIG,
                    kafka,
                    report -> true,
                    new IngestMetrics(new PrometheusRegistry()),
                    InstantSource.system()))
            .build()
            .start();
    List<Event> events = TestEvents.flows(5_000);
    for (int i = 0; i < 3; i++) {
      collectors.add(new TestCollector("c" + i, server.getPort(), events, 100, new Random(i)));
    }
  }

  @AfterEach
  void stop() {
    collectors.forEach(TestCollector::close);
    server.shutdownNow();
    threads.shutdown();
  }

  @Test
  void aKafkaThatAnswersNothingHoldsEveryoneBackWithinTheLimits() throws Exception {
    collectors.forEach(TestCollector::connect);
    await().atMost(PATIENCE).until(() -> kafka.waiting() > 0 && isQuiet());
    assertThat(kafka.waiting()).isLessThanOrEqualTo(CONFIG.eventsInFlightMax());
    assertThat(kafka.bytes())
        .isLessThanOrEqualTo(CONFIG.bytesInFlightMax() + 3 * 100L * kafka.largest());
    assertThat(collectors).allMatch(TestCollector::isConnected).allMatch(c -> c.sent() > 0);

    // Now it is slow: a few records at a time. Nobody is left behind.
    for (int answered = 0; answered < 3_000; answered += 50) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> kafka.waiting() >= 50);
      assertThat(kafka.waiting()).isLessThanOrEqualTo(CONFIG.eventsInFlightMax());
      kafka.answer(50);
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(collectors).allMatch(c -> c.acknowledged() > 500));

    // And now it is well again.
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              kafka.answer(kafka.waiting());
              return collectors.stream().allMatch(c -> c.acknowledged() == 5_000);
            });
    assertThat(kafka.published()).isEqualTo(15_000);
  }

  /** Nothing has come for a while: the collectors have used what they were given. */
  private boolean isQuiet() throws InterruptedException {
    int before = kafka.waiting();
    Thread.sleep(300); // that nothing happens can only be seen over time
    return kafka.waiting() == before;
  }

  /** Answers when told to. */
  private static final class SlowPublisher implements EventPublisher, EventPublisher.Writer {
    private record Waiting(int bytes, Completion completion) {}

    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private int largest;
    private int published;

    @Override
    public Writer open() {
      return this;
    }

    @Override
    public synchronized void publish(TopicRecord record, Completion completion) {
      waiting.add(new Waiting(record.sizeBytes(), completion));
      bytes += record.sizeBytes();
      largest = Math.max(largest, record.sizeBytes());
    }

    void answer(int records) {
      for (int i = 0; i < records; i++) {
        Waiting next;
        synchronized (this) {
          next = waiting.remove();
          bytes -= next.bytes();
          published++;
        }
        next.completion().published();
      }
    }

    synchronized int waiting() {
      return waiting.size();
    }

    synchronized long bytes() {
      return bytes;
    }

    synchronized int largest() {
      return largest;
    }

    synchronized int published() {
      return published;
    }
  }
}
