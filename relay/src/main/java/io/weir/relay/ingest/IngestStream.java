package io.weir.relay.ingest;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weir.event.v1.NodeReport;
import io.weir.event.v1.NodeReport.Clock;
import io.weir.ingest.v1.Ack;
import io.weir.ingest.v1.Batch;
import io.weir.ingest.v1.ClockReading;
import io.weir.ingest.v1.Credit;
import io.weir.ingest.v1.Hello;
import io.weir.ingest.v1.SendRequest;
import io.weir.ingest.v1.SendResponse;
import io.weir.relay.publish.PublishException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One collector's connection.
 *
 * <p>States: <em>new</em> until Hello; <em>open</em>, taking batches; <em>ending</em>, when the
 * collector has finished or the relay is draining, until everything taken is acknowledged;
 * <em>closed</em>. A refused request, a publisher that failed, a newer stream of the same collector
 * and the client's going away lead to closed from everywhere.
 *
 * <p>gRPC calls the {@link StreamObserver} methods one at a time and they own {@code sender},
 * {@code clock} and {@code numbers}. Kafka's thread calls {@link #ended}. Both meet under the
 * monitor of this object, which guards the rest and is never held while publishing.
 */
final class IngestStream implements StreamObserver<SendRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(IngestStream.class);

  final long ordinal;
  private final IngestService service;
  private final ServerCallStreamObserver<SendResponse> responses;
  private final CreditPool.Account credit;
  private final StreamNumbers numbers;
  private final ClockBounds clock = new ClockBounds();
  private @Nullable BatchSender sender;

  // Guarded by this. Batches in the order they came; acknowledgements leave in that order.
  private final Queue<InFlightBatch> batches = new ArrayDeque<>();
  private final Map<String, Long> acks = new LinkedHashMap<>();
  private final Map<String, Long> acknowledged = new LinkedHashMap<>();
  private long grants;
  private volatile boolean ending;
  private Status endStatus = Status.OK;
  private volatile boolean closed;

  IngestStream(
      long ordinal,
      IngestService service,
      ServerCallStreamObserver<SendResponse> responses,
      CreditPool.Account credit) {
    this.ordinal = ordinal;
    this.service = service;
    this.responses = responses;
    this.credit = credit;
    this.numbers = new StreamNumbers(service.config.collectorsPerStreamMax());
  }

  /** Begins to read. Called while gRPC starts the call. */
  void start() {
    responses.disableAutoRequest();
    responses.setOnReadyHandler(this::flush);
    responses.setOnCancelHandler(() -> close("client"));
    responses.request(1);
  }

  @Override
  public void onNext(SendRequest request) {
    if (closed || ending) {
      return; // not acknowledged, so it comes again
    }
    try {
      switch (request.getRequestCase()) {
        case HELLO -> hello(request.getHello());
        case BATCH -> batch(request.getBatch());
        case REPORT -> report(request.getReport(), request.getClock());
        case REQUEST_NOT_SET ->
            throw RefusedException.invalid("request", "not set", "hello, batch or report");
      }
    } catch (RefusedException e) {
      fail(e.status());
      return;
    } catch (PublishException e) {
      fail(unavailable(e));
      return;
    } catch (RuntimeException e) {
      LOG.error("A bug: handling a request failed", e);
      fail(Status.INTERNAL.withDescription("The relay failed to handle this request: " + e));
      return;
    }
    service.gate.pass(() -> responses.request(1));
  }

  @Override
  public void onError(Throwable error) {
    close("client");
  }

  /** The collector has no more; everything it sent is still acknowledged. */
  @Override
  public void onCompleted() {
    end(Status.OK);
  }

  private void hello(Hello hello) throws RefusedException, PublishException {
    if (sender != null) {
      throw RefusedException.invalid("request", "a second hello", "batch");
    }
    Validation.hello(hello);
    sender =
        new BatchSender(
            hello.getNode(), service.publisher.open(), service.eventBytesMax(), service.metrics);
    LOG.info("Collector connected node={} version={}", hello.getNode(), hello.getVersion());
    synchronized (this) {
      grants += credit.grant();
    }
    flush();
  }

  private void batch(Batch batch) throws RefusedException, PublishException {
    BatchSender open = sender;
    if (open == null) {
      throw new RefusedException(
          Status.FAILED_PRECONDITION.withDescription(
              "request: batch (expected: hello first in every stream)"));
    }
    Validation.frame(batch, service.config.batchEventsMax());
    service.takeOver(batch.getCollector(), this);
    int events = batch.getEventsCount();
    int skip = numbers.accept(batch.getCollector(), batch.getFirstSeq(), events);
    InFlightBatch inFlight;
    synchronized (this) {
      if (closed) {
        return;
      }
      if (!credit.spend(events)) {
        throw overCredit(batch);
      }
      inFlight =
          new InFlightBatch(
              batch.getCollector(),
              batch.getFirstSeq() + events - 1,
              events,
              events - skip,
              service.gate,
              service.metrics,
              this::ended);
      batches.add(inFlight);
    }
    service.metrics.batches.inc();
    service.metrics.repeated.inc(skip);
    open.send(batch, skip, inFlight);
  }

  /** Whatever is wrong with a report, the events beside it are innocent of it. */
  private void report(NodeReport report, ClockReading reading) throws RefusedException {
    if (sender == null) {
      throw new RefusedException(
          Status.FAILED_PRECONDITION.withDescription(
              "request: report (expected: hello first in every stream)"));
    }
    Optional<String> problem = Validation.problem(report);
    if (problem.isPresent()) {
      service.metrics.reportDiscarded("schema");
      LOG.debug("Discarded a report cause=\"{}\"", problem.get());
    } else if (service.reports.offer(withClock(report, reading))) {
      service.metrics.reports.inc();
    } else {
      service.metrics.reportDiscarded("over_capacity");
    }
  }

  /** The clock is ours to judge: what a collector says of it itself does not count. */
  private NodeReport withClock(NodeReport report, ClockReading reading) {
    Optional<Clock> ahead = clock.add(reading, service.nowNs());
    NodeReport.Builder judged = report.toBuilder().clearClock();
    ahead.ifPresent(
        found -> {
          judged.setClock(found);
          service.metrics.clock(ordinal, report.getNode(), found);
        });
    return judged.build();
  }

  private RefusedException overCredit(Batch batch) {
    return new RefusedException(
        Status.FAILED_PRECONDITION.withDescription(
            "batch.events: %d events, numbers %d to %d of collector %s (expected: at most %d, the credit left)"
                .formatted(
                    batch.getEventsCount(),
                    batch.getFirstSeq(),
                    batch.getFirstSeq() + batch.getEventsCount() - 1,
                    batch.getCollector(),
                    credit.unused())));
  }

  /** Kafka has answered for a whole batch. Any thread. */
  private void ended(InFlightBatch batch) {
    synchronized (this) {
      if (closed) {
        settle(batch);
        return;
      }
    }
    if (!batch.isWhole()) {
      fail(Status.UNAVAILABLE.withDescription(batch.failure()));
      return;
    }
    acknowledge();
    flush();
  }

  /**
   * Takes the batches off the front that have ended. New credit is granted for those only: while
   * the oldest batch waits for its partition, the stream must not run ahead without limit.
   */
  private synchronized void acknowledge() {
    for (InFlightBatch head = batches.peek();
        head != null && head.hasEnded() && head.isWhole();
        head = batches.peek()) {
      batches.remove();
      settle(head);
      // A batch of repeats may end below what is acknowledged already; say the larger again.
      acks.put(head.collector, acknowledged.merge(head.collector, head.lastSeq, Math::max));
    }
    if (!ending) {
      grants += credit.grant();
    }
  }

  /** Sends what the client is ready to read; the rest waits, as one number a collector. */
  private synchronized void flush() {
    if (closed) {
      return;
    }
    if (responses.isReady()) {
      acks.forEach(
          (collector, seq) ->
              responses.onNext(
                  answer().setAck(Ack.newBuilder().setCollector(collector).setSeq(seq)).build()));
      acks.clear();
      if (grants > 0) {
        responses.onNext(
            answer()
                .setCredit(Credit.newBuilder().setEvents((int) grants).setReports(true))
                .build());
        grants = 0;
      }
    }
    if (ending && batches.isEmpty() && acks.isEmpty()) {
      fail(endStatus);
    }
  }

  private SendResponse.Builder answer() {
    return SendResponse.newBuilder().setSentAtNs(service.nowNs());
  }

  /** Takes no more, and closes with {@code status} once everything taken is acknowledged. */
  void end(Status status) {
    synchronized (this) {
      ending = true;
      endStatus = status;
    }
    flush();
  }

  /** Closes the stream; OK completes it. */
  void fail(Status status) {
    synchronized (this) {
      if (!close(status.isOk() ? "complete" : status.getCode().name().toLowerCase(Locale.ROOT))) {
        return;
      }
      if (status.isOk()) {
        responses.onCompleted();
      } else {
        responses.onError(status.asRuntimeException());
      }
    }
    if (!status.isOk()) {
      LOG.info("Closed a stream status={} cause=\"{}\"", status.getCode(), status.getDescription());
    }
  }

  /** Lets go of everything; false when that was done before. */
  private boolean close(String reason) {
    synchronized (this) {
      if (closed) {
        return false;
      }
      closed = true;
      batches.stream().filter(InFlightBatch::hasEnded).forEach(this::settle);
      batches.clear();
      credit.close();
    }
    service.metrics.closed(reason);
    service.metrics.clockGone(ordinal);
    service.gone(this);
    return true;
  }

  /** Once only: a batch can be seen as ended here before its own news arrives. */
  private synchronized void settle(InFlightBatch batch) {
    if (!batch.settled) {
      batch.settled = true;
      credit.settle(batch.credit);
    }
  }

  private static Status unavailable(PublishException cause) {
    return Status.UNAVAILABLE.withDescription(cause.getMessage()).withCause(cause);
  }
}
