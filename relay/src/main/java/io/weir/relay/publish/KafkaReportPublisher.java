package io.weir.relay.publish;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.codec.Codecs;
import io.weir.event.v1.NodeReport;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes reports to {@code weir.nodes.v1}, keyed by the collector's id, on a producer of its own: a
 * report that Kafka does not take must not stop the producer of events, nor wait before it.
 *
 * <p>At most {@link #WAITING_MAX} reports wait; more are refused. One that Kafka does not take
 * within ten seconds is lost. <em>offered = published + lost + waiting</em>, and the alert on
 * events says more than one on these.
 */
public final class KafkaReportPublisher implements ReportPublisher, AutoCloseable {
  /** Reports that wait for Kafka. */
  static final int WAITING_MAX = 256;

  private static final Logger LOG = LoggerFactory.getLogger(KafkaReportPublisher.class);
  private static final int GIVE_UP_MILLIS = 10_000;
  private static final long AGAIN_MILLIS = 1_000;

  private final String bootstrapServers;
  private final Counter published;
  private final Counter lost;
  private final BlockingQueue<NodeReport> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Thread thread = new Thread(this::run, "weir-relay-reports");
  private volatile boolean closed;
  private boolean failing; // confined to callbacks and the thread; a word too many is harmless

  /** Inert until {@link #start}. */
  public KafkaReportPublisher(String bootstrapServers, PrometheusRegistry registry) {
    this.bootstrapServers = bootstrapServers;
    published =
        Counter.builder()
            .name("weir_relay_reports_published_total")
            .help("Reports of collectors that Kafka holds.")
            .register(registry);
    lost =
        Counter.builder()
            .name("weir_relay_reports_lost_total")
            .help("Reports of collectors that Kafka did not take in time.")
            .register(registry);
    thread.setDaemon(true);
  }

  /** Starts to write; returns at once. */
  public void start() {
    thread.start();
  }

  @Override
  public boolean offer(NodeReport report) {
    return !closed && waiting.offer(report);
  }

  private void run() {
    while (!closed) {
      try (Producer<byte[], byte[]> producer = new KafkaProducer<>(settings())) {
        write(producer);
      } catch (KafkaException e) {
        failed(e);
      } catch (InterruptedException e) {
        return; // close
      }
      try {
        Thread.sleep(AGAIN_MILLIS);
      } catch (InterruptedException e) {
        return; // close
      }
    }
  }

  private void write(Producer<byte[], byte[]> producer) throws InterruptedException {
    while (!closed) {
      NodeReport report = waiting.poll(1, TimeUnit.SECONDS);
      if (report == null) {
        continue;
      }
      try {
        send(producer, report);
      } catch (KafkaException e) {
        lost.inc();
        throw e; // begins anew with another producer
      }
    }
    for (NodeReport last = waiting.poll(); last != null; last = waiting.poll()) {
      send(producer, last); // goodbyes
    }
  }

  private void send(Producer<byte[], byte[]> producer, NodeReport report) {
    producer.send(
        new ProducerRecord<>(
            Topic.NODES.topicName(), TopicKeys.utf8(report.getId()), Codecs.nodes().encode(report)),
        (metadata, error) -> {
          if (error == null) {
            failing = false;
            published.inc();
          } else {
            lost.inc();
            failed(error);
          }
        });
  }

  private void failed(Exception error) {
    if (!failing) { // once until it works again
      failing = true;
      LOG.warn("Reports of collectors are lost topic={}", Topic.NODES.topicName(), error);
    }
  }

  private Map<String, Object> settings() {
    return Map.ofEntries(
        Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
        Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "weir-relay-reports"),
        Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
        Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
        Map.entry(ProducerConfig.ACKS_CONFIG, "1"),
        Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false),
        // A newer report never goes before an older one.
        Map.entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1),
        Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) GIVE_UP_MILLIS),
        Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, GIVE_UP_MILLIS / 2),
        Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_MILLIS),
        Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L << 20),
        Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L),
        Map.entry(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false));
  }

  /** Sends what waits, for at most {@code timeout}, and ends. */
  public void close(Duration timeout) {
    closed = true;
    try {
      thread.join(Math.max(1, timeout.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(2));
  }
}
