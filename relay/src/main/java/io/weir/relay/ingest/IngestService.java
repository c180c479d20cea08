package io.weir.relay.ingest;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weir.ingest.v1.IngestGrpc;
import io.weir.ingest.v1.SendRequest;
import io.weir.ingest.v1.SendResponse;
import io.weir.relay.publish.EventPublisher;
import io.weir.relay.publish.ReportPublisher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes collectors' events, hands them to the publisher, and acknowledges what Kafka holds.
 *
 * <p>A collector says Hello, gets {@linkplain CreditPool credit} counted in events, and sends
 * batches with consecutive numbers. An acknowledgement covers every event up to its number, and
 * leaves only after Kafka's for all of them. Whatever closes a stream, the collector begins the
 * next one with its oldest unacknowledged event; so an event may be written twice, but never out of
 * order: {@link EventPublisher} has the argument.
 *
 * <p>Overload never drops anything: credit bounds the events in flight over all streams, the {@link
 * ByteGate} their bytes, and what is not read stays in the collectors' spools. Memory is at most
 * {@link IngestConfig#bytesInFlightMax} and one message a stream, beside the producer's own buffer.
 *
 * <p>What ends a stream: INVALID_ARGUMENT, a broken frame or a gap in the numbers;
 * FAILED_PRECONDITION, more events than credit, or no Hello; ABORTED, a newer stream of the same
 * collector took over; RESOURCE_EXHAUSTED, too many streams; UNAVAILABLE, Kafka or the relay is
 * going away, try again.
 *
 * <p>Must not run on gRPC's event loop: publishing waits when Kafka does.
 */
public final class IngestService extends IngestGrpc.IngestImplBase {
  final IngestConfig config;
  final EventPublisher publisher;
  final ReportPublisher reports;
  final IngestMetrics metrics;
  final ByteGate gate;
  private final InstantSource clock;
  private final CreditPool credit;
  private final Set<IngestStream> streams = ConcurrentHashMap.newKeySet();
  private final Map<String, IngestStream> owners = new ConcurrentHashMap<>();
  private final AtomicLong ordinals = new AtomicLong();
  private volatile long eventBytesMax;
  private volatile boolean draining;

  /**
   * Takes streams at once.
   *
   * @param reports takes what collectors tell of themselves
   * @param clock that collectors' clocks are compared with
   */
  public IngestService(
      IngestConfig config,
      EventPublisher publisher,
      ReportPublisher reports,
      IngestMetrics metrics,
      InstantSource clock) {
    this.config = config;
    this.publisher = publisher;
    this.reports = reports;
    this.metrics = metrics;
    this.clock = clock;
    this.gate = new ByteGate(config.bytesInFlightMax());
    this.credit = new CreditPool(config.eventsInFlightMax(), config.streamsMax());
    this.eventBytesMax = config.eventBytesMax();
    metrics.observe(credit, gate);
  }

  /** Lowers the largest event to what Kafka's topics take. Streams opened later obey. */
  public void limitEventBytes(long bytesMax) {
    eventBytesMax = Math.min(config.eventBytesMax(), bytesMax);
  }

  /** This relay's clock, nanoseconds since the epoch. */
  long nowNs() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  long eventBytesMax() {
    return eventBytesMax;
  }

  @Override
  public StreamObserver<SendRequest> send(StreamObserver<SendResponse> responses) {
    Optional<CreditPool.Account> account = draining ? Optional.empty() : credit.open();
    if (account.isEmpty()) {
      responses.onError(
          (draining
                  ? Status.UNAVAILABLE.withDescription("The relay is shutting down")
                  : Status.RESOURCE_EXHAUSTED.withDescription(
                      "streams: %d (expected: at most streams-max=%d)"
                          .formatted(config.streamsMax() + 1, config.streamsMax())))
              .asRuntimeException());
      return new Ignored();
    }
    IngestStream stream =
        new IngestStream(
            ordinals.incrementAndGet(),
            this,
            (ServerCallStreamObserver<SendResponse>) responses,
            account.get());
    streams.add(stream);
    stream.start();
    if (draining) {
      stream.end(Status.UNAVAILABLE.withDescription("The relay is shutting down"));
    }
    return stream;
  }

  /**
   * Makes {@code stream} the one that speaks for {@code collector}, and closes an older one that
   * did: its connection is a leftover that its collector has given up.
   *
   * @throws RefusedException if a newer stream speaks for it already
   */
  void takeOver(String collector, IngestStream stream) throws RefusedException {
    IngestStream before = owners.get(collector);
    if (before == stream) {
      return;
    }
    IngestStream owner =
        owners.merge(
            collector, stream, (old, claimant) -> old.ordinal > claimant.ordinal ? old : claimant);
    if (owner != stream) {
      throw new RefusedException(takenOver(collector));
    }
    if (before != null) {
      before.fail(takenOver(collector));
    }
  }

  private static Status takenOver(String collector) {
    return Status.ABORTED.withDescription("A newer stream has taken over collector " + collector);
  }

  /** {@code stream} is closed. */
  void gone(IngestStream stream) {
    owners.values().removeIf(owner -> owner == stream);
    streams.remove(stream);
    synchronized (streams) {
      streams.notifyAll();
    }
  }

  /**
   * Reads no more, and waits until everything read is acknowledged, for at most {@code timeout}.
   * What is on its way then stays with the collectors.
   *
   * @return true when nothing was left
   */
  public boolean drain(Duration timeout) {
    draining = true;
    Status bye = Status.UNAVAILABLE.withDescription("The relay is shutting down");
    streams.forEach(stream -> stream.end(bye));
    boolean drained = awaitStreams(timeout);
    streams.forEach(stream -> stream.fail(bye));
    return drained;
  }

  private boolean awaitStreams(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (streams) {
      while (!streams.isEmpty()) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return false;
        }
        try {
          streams.wait(millis);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return true;
  }

  /** What comes on a call that was refused from the start. */
  private static final class Ignored implements StreamObserver<SendRequest> {
    @Override
    public void onNext(SendRequest request) {}

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {}
  }
}
