package io.weir.relay.publish;

import io.weir.runtime.Readiness;
import io.weir.runtime.StartException;
import io.weir.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to Kafka with one idempotent producer that never overtakes itself.
 *
 * <p>How the order of {@link EventPublisher} holds:
 *
 * <ul>
 *   <li>Retries keep order: one request a connection, so nothing of a partition is sent before what
 *       came earlier has been answered for. Idempotence alone is not enough. A broker that holds no
 *       state of a producer for a partition (a new topic, or a day without records) takes whatever
 *       sequence comes first: with several requests on their way, the second one gets in when the
 *       first is turned away because the partition has just got its leader. A request carries a
 *       batch of every partition, so this costs little.
 *   <li>Nothing expires: {@code delivery.timeout.ms} is as long as it gets. An expired batch would
 *       let later ones pass. A Kafka that is away means waiting, and the wait reaches the
 *       collectors' spools as missing credit.
 *   <li>A record that Kafka refuses for good (authorisation, a topic limit lowered meanwhile) stops
 *       the whole producer, inside the callback that brings the news. That callback runs on the
 *       sender thread before the client can send what is behind that record, and a producer closed
 *       with no time left sends no further request.
 *   <li>The next writer gets a new producer, and only when every record of the old one has been
 *       answered for. All streams start over from their first unacknowledged number.
 * </ul>
 *
 * <p>Memory: at most {@link PublishConfig#bufferBytes} of unacknowledged records; at that limit
 * {@link Writer#publish} waits. Safe for use by several threads.
 */
public final class KafkaEventPublisher implements EventPublisher {
  /** The topics that the relay writes. */
  public static final List<Topic> TOPICS =
      List.of(Topic.FLOWS, Topic.DNS, Topic.PROBES, Topic.RESOURCES, Topic.DISCARDED);

  private static final Logger LOG = LoggerFactory.getLogger(KafkaEventPublisher.class);

  /** A refusal that lasts would otherwise make a producer for every attempt of every collector. */
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final Supplier<Producer<byte[], byte[]>> producers;
  private final Duration stallAfter;
  private final PublishMetrics metrics;
  private final InstantSource clock;
  private final AtomicLong inFlight = new AtomicLong();
  private volatile long progressMillis;
  private volatile @Nullable Generation current;
  private volatile boolean closed;

  /** A publisher for the brokers in {@code config}; inert until {@link #start}. */
  public KafkaEventPublisher(
      PublishConfig config, long eventBytesMax, PublishMetrics metrics, InstantSource clock) {
    this(
        () -> new KafkaProducer<>(ProducerSettings.of(config, eventBytesMax)),
        config.stallAfter(),
        metrics,
        clock);
  }

  KafkaEventPublisher(
      Supplier<Producer<byte[], byte[]>> producers,
      Duration stallAfter,
      PublishMetrics metrics,
      InstantSource clock) {
    this.producers = producers;
    this.stallAfter = stallAfter;
    this.metrics = metrics;
    this.clock = clock;
    metrics.inFlight(inFlight::get);
  }

  /**
   * Makes the producer. The topics must exist: a record for a missing one would wait for it.
   *
   * @throws StartException if the producer's settings are unusable
   */
  public synchronized void start() throws StartException {
    try {
      current = new Generation(producers.get());
    } catch (KafkaException e) {
      throw new StartException("Cannot start the Kafka producer: " + rootMessage(e), e);
    }
  }

  @Override
  public synchronized Writer open() throws PublishException {
    Generation generation = current;
    if (closed || generation == null) {
      throw new PublishException(
          "The relay is not connected to Kafka" + (closed ? " any more" : " yet"));
    }
    if (generation.failure().isPresent()) {
      generation = renew(generation);
    }
    return generation;
  }

  private Generation renew(Generation old) throws PublishException {
    Failure failure = old.failure().orElseThrow();
    if (old.unanswered.get() > 0
        || clock.instant().isBefore(failure.at().plus(PAUSE_AFTER_FAILURE))) {
      throw new PublishException(failure.cause().getMessage(), failure.cause());
    }
    try {
      Generation next = new Generation(producers.get());
      current = next;
      return next;
    } catch (KafkaException e) {
      throw new PublishException("Cannot start the Kafka producer: " + rootMessage(e), e);
    }
  }

  /** Records that Kafka has not answered for. */
  public long inFlight() {
    return inFlight.get();
  }

  /** Not ready when Kafka refused a record lately, or leaves records unanswered for long. */
  public Readiness readiness() {
    Generation generation = current;
    if (closed || generation == null) {
      return Readiness.notReady("The relay is not connected to Kafka.");
    }
    Instant now = clock.instant();
    Optional<Failure> failure = generation.failure();
    if (failure.isPresent() && now.isBefore(failure.get().at().plus(stallAfter))) {
      return Readiness.notReady(String.valueOf(failure.get().cause().getMessage()));
    }
    Duration quiet = Duration.ofMillis(now.toEpochMilli() - progressMillis);
    if (inFlight.get() > 0 && quiet.compareTo(stallAfter) > 0) {
      return Readiness.notReady(
          "Kafka has acknowledged nothing for "
              + quiet.toSeconds()
              + " s, with "
              + inFlight.get()
              + " records waiting. Collectors keep their events meanwhile.");
    }
    return Readiness.READY;
  }

  /** Sends what was taken, for at most {@code timeout}, then stops. Does nothing when repeated. */
  public void close(Duration timeout) {
    Generation generation;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      generation = current;
    }
    if (generation != null) {
      generation.producer.close(timeout);
    }
  }

  private record Failure(PublishException cause, Instant at) {}

  /** One producer and everything that was given to it; useless after the first failure. */
  private final class Generation implements Writer {
    private final Producer<byte[], byte[]> producer;
    private final AtomicLong unanswered = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile @Nullable Failure failure;

    Generation(Producer<byte[], byte[]> producer) {
      this.producer = producer;
    }

    Optional<Failure> failure() {
      return Optional.ofNullable(failure);
    }

    @Override
    public void publish(TopicRecord record, Completion completion) throws PublishException {
      Failure earlier = failure;
      if (earlier != null) {
        throw earlier.cause();
      }
      unanswered.incrementAndGet();
      if (inFlight.getAndIncrement() == 0) {
        progressMillis = clock.millis();
      }
      metrics.sent.get(record.topic()).inc();
      metrics.sentBytes.get(record.topic()).inc(record.sizeBytes());
      try {
        producer.send(
            new ProducerRecord<>(record.topic().topicName(), record.key(), record.value()),
            (metadata, error) -> answered(record.topic(), completion, error));
      } catch (RuntimeException e) {
        // Such a record never got a callback.
        PublishException cause = stop(record.topic(), e);
        forget();
        metrics.failed.inc();
        throw cause;
      }
    }

    private void answered(Topic topic, Completion completion, @Nullable Exception error) {
      if (error == null) {
        progressMillis = clock.millis();
        forget();
        metrics.acknowledged.inc();
        completion.published();
      } else {
        // Stopping comes first: when this callback returns, the client would go on.
        PublishException cause = stop(topic, error);
        forget();
        metrics.failed.inc();
        completion.failed(cause);
      }
    }

    private void forget() {
      unanswered.decrementAndGet();
      inFlight.decrementAndGet();
    }

    /** Stops the producer at the first failure. The failure that is returned is the first one. */
    private PublishException stop(Topic topic, Exception error) {
      if (stopped.compareAndSet(false, true)) {
        PublishException cause =
            new PublishException(
                "Cannot publish to topic " + topic.topicName() + ": " + rootMessage(error), error);
        failure = new Failure(cause, clock.instant());
        if (!closed) {
          metrics.producerFailures.inc();
          LOG.error(
              "Kafka refused a record for good; every collector starts over with a new producer"
                  + " topic={} cause=\"{}\"",
              topic.topicName(),
              rootMessage(error));
        }
        producer.close(Duration.ZERO);
      }
      Failure first = failure;
      return first == null
          ? new PublishException("The Kafka producer is stopping", error)
          : first.cause();
    }
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
