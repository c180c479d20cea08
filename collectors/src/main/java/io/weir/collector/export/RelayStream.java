package io.weir.collector.export;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.weir.collector.spool.SpooledBatch;
import io.weir.event.v1.NodeReport;
import io.weir.ingest.v1.Ack;
import io.weir.ingest.v1.ClockReading;
import io.weir.ingest.v1.Hello;
import io.weir.ingest.v1.SendRequest;
import io.weir.ingest.v1.SendResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * One stream to the relay: <em>opening</em> until the first credit, <em>open</em>, then
 * <em>ended</em> for ever. Requests come from one thread, responses from gRPC's.
 */
final class RelayStream {
  private final ClientCall<byte[], SendResponse> call;
  private final BiConsumer<String, Long> onAck;
  private final Runnable wake;
  private final InFlight inFlight = new InFlight();
  private final AtomicLong credit = new AtomicLong();
  private final InstantSource clock;
  private volatile ClockReading heard = ClockReading.getDefaultInstance();
  private volatile boolean granted;
  private volatile boolean takesReports;
  private volatile boolean acked;
  private volatile Optional<Status> end = Optional.empty();

  /**
   * Opens the stream and says Hello.
   *
   * @param onAck takes a collector run and the number up to which the relay holds its events
   * @param clock of this node, for the relay to compare with its own
   * @param wake is called when any of the getters would answer something new
   */
  RelayStream(
      Channel channel,
      Hello hello,
      InstantSource clock,
      BiConsumer<String, Long> onAck,
      Runnable wake) {
    this.clock = clock;
    this.call = channel.newCall(Requests.SEND, CallOptions.DEFAULT);
    this.onAck = onAck;
    this.wake = wake;
    call.start(new Responses(), new Metadata());
    call.request(Integer.MAX_VALUE);
    call.sendMessage(SendRequest.newBuilder().setHello(hello).build().toByteArray());
  }

  /** True from the first credit on. */
  boolean isGranted() {
    return granted;
  }

  /** True once the relay has said that it takes reports; older ones never do. */
  boolean takesReports() {
    return takesReports;
  }

  /** True once the relay has acknowledged something new: it works. */
  boolean hasProgress() {
    return acked;
  }

  /** Whether a message would be sent rather than buffered. */
  boolean isReady() {
    return call.isReady();
  }

  /** How many more events the relay takes now. */
  long credit() {
    return credit.get();
  }

  InFlight inFlight() {
    return inFlight;
  }

  /** Why the stream has ended, if it has. */
  Optional<Status> end() {
    return end;
  }

  void send(SpooledBatch batch) {
    inFlight.sent(batch);
    credit.addAndGet(-batch.count());
    call.sendMessage(Requests.batch(batch));
  }

  /** Needs no credit and is never acknowledged. */
  void send(NodeReport report) {
    ClockReading.Builder reading = heard.toBuilder().setSentAtNs(nowNs());
    call.sendMessage(
        SendRequest.newBuilder().setReport(report).setClock(reading).build().toByteArray());
  }

  private long nowNs() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  /** No more requests; the relay may still acknowledge. */
  void finish() {
    call.halfClose();
  }

  /** Ends it at once; what is not acknowledged is sent again on another stream. */
  void cancel() {
    call.cancel("The collector closes the stream", null);
  }

  private final class Responses extends ClientCall.Listener<SendResponse> {
    @Override
    public void onMessage(SendResponse response) {
      if (response.getSentAtNs() != 0) {
        heard =
            ClockReading.newBuilder()
                .setRelaySentAtNs(response.getSentAtNs())
                .setReceivedAtNs(nowNs())
                .build();
      }
      switch (response.getResponseCase()) {
        case CREDIT -> {
          credit.addAndGet(Integer.toUnsignedLong(response.getCredit().getEvents()));
          takesReports |= response.getCredit().getReports();
          granted = true;
        }
        case ACK -> ack(response.getAck());
        case RESPONSE_NOT_SET -> {} // of a newer relay
      }
      wake.run();
    }

    private void ack(Ack ack) {
      inFlight
          .ack(ack.getCollector(), ack.getSeq())
          .ifPresent(
              seq -> {
                acked = true;
                onAck.accept(ack.getCollector(), seq);
              });
    }

    @Override
    public void onReady() {
      wake.run();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end = Optional.of(status);
      wake.run();
    }
  }
}
