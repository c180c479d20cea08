package io.weir.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * Sends records in order on a thread of its own, at a bounded rate and as far as it is allowed to.
 * A broker that is away only delays it.
 */
final class Feeder implements AutoCloseable {
  private static final int PER_SECOND = 4_000;
  private static final int CHUNK = 40;
  private static final long CHUNK_NS = 1_000_000_000L * CHUNK / PER_SECOND;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final KafkaProducer<byte[], byte[]> producer;
  private final List<ProducerRecord<byte[], byte[]>> records;
  private final Thread thread = new Thread(this::run, "feeder");

  private volatile int allowed;
  private volatile int acknowledged;
  private volatile boolean closed;
  private volatile Exception failure = new Exception("none");
  private volatile boolean failed;

  Feeder(String bootstrap, List<ProducerRecord<byte[], byte[]>> records) {
    this.records = records;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "reconnect.backoff.max.ms", "200"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    thread.setDaemon(true);
    thread.start();
  }

  /** Records before {@code position} may be sent; returns at once. */
  void allow(int position) {
    allowed = Math.max(allowed, Math.min(position, records.size()));
    LockSupport.unpark(thread);
  }

  /** Sends all records before {@code position} and waits until Kafka has them. */
  void to(int position) {
    allow(position);
    Awaitility.await("the feeder is at " + position + " of " + records.size())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              if (failed) {
                throw new AssertionError("The feeder cannot send", failure);
              }
              return acknowledged >= allowed;
            });
  }

  /** How many are in Kafka. */
  int acknowledged() {
    return acknowledged;
  }

  private void run() {
    try {
      while (!closed && acknowledged < records.size()) {
        int end = Math.min(allowed, acknowledged + CHUNK);
        if (end == acknowledged) {
          LockSupport.park(this);
        } else {
          long next = System.nanoTime() + CHUNK_NS;
          send(records.subList(acknowledged, end));
          acknowledged = end;
          LockSupport.parkNanos(this, next - System.nanoTime());
        }
      }
    } catch (ExecutionException | RuntimeException e) {
      failure = e;
      failed = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(List<ProducerRecord<byte[], byte[]>> chunk)
      throws ExecutionException, InterruptedException {
    List<Future<?>> sent = new java.util.ArrayList<>();
    chunk.forEach(record -> sent.add(producer.send(record)));
    for (Future<?> one : sent) {
      one.get();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    producer.close(Duration.ZERO);
  }
}
