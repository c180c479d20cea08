package io.weir.conformance;

import com.google.protobuf.util.Timestamps;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.weir.hubble.flow.Flow;
import io.weir.ingest.v1.Batch;
import io.weir.ingest.v1.Event;
import io.weir.ingest.v1.Hello;
import io.weir.ingest.v1.IngestGrpc;
import io.weir.ingest.v1.SendRequest;
import io.weir.ingest.v1.SendResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A collector of a test: hands events to the relay as they are, with fields that no file could
 * hold. Within the credit that the relay gives at the start, which is far more than tests need.
 */
final class Feed implements AutoCloseable {
  /** Node of events that name none. */
  static final String NODE = "made/feed";

  private static final String SOURCE = "conformance";
  private static final int BATCH_EVENTS = 500;

  private final ManagedChannel channel;
  private final String collector = "conformance-" + UUID.randomUUID();
  private long sent;

  Feed(String relay) {
    channel = Grpc.newChannelBuilder(relay, InsecureChannelCredentials.create()).build();
  }

  /** An event that carries a flow; it happens when the flow says. */
  static Event event(Flow flow) {
    return Event.newBuilder()
        .setObservedAtNs(Timestamps.toNanos(flow.getTime()))
        .setSource(SOURCE)
        .setFlow(flow)
        .build();
  }

  /** Any other event. */
  static Event.Builder event(com.google.protobuf.Timestamp time) {
    return Event.newBuilder().setObservedAtNs(Timestamps.toNanos(time)).setSource(SOURCE);
  }

  /** Sends, and returns when Kafka has all of them. */
  void send(List<Event> events) throws Exception {
    long last = sent + events.size();
    CompletableFuture<Void> credit = new CompletableFuture<>();
    CompletableFuture<Void> stored = new CompletableFuture<>();
    StreamObserver<SendRequest> stream =
        IngestGrpc.newStub(channel).send(new Replies(last, credit, stored));
    stream.onNext(SendRequest.newBuilder().setHello(Hello.newBuilder().setNode(NODE)).build());
    credit.get(30, TimeUnit.SECONDS);
    for (int from = 0; from < events.size(); from += BATCH_EVENTS) {
      List<Event> part = events.subList(from, Math.min(events.size(), from + BATCH_EVENTS));
      stream.onNext(
          SendRequest.newBuilder()
              .setBatch(
                  Batch.newBuilder()
                      .setCollector(collector)
                      .setFirstSeq(sent + 1)
                      .addAllEvents(part))
              .build());
      sent += part.size();
    }
    stored.get(60, TimeUnit.SECONDS);
    stream.onCompleted();
  }

  /** Waits for the credit and for the acknowledgement of the last event. */
  private record Replies(long last, CompletableFuture<Void> credit, CompletableFuture<Void> stored)
      implements StreamObserver<SendResponse> {
    @Override
    public void onNext(SendResponse response) {
      if (response.hasCredit()) {
        credit.complete(null);
      } else if (response.getAck().getSeq() == last) {
        stored.complete(null);
      }
    }

    @Override
    public void onError(Throwable error) {
      credit.completeExceptionally(error);
      stored.completeExceptionally(error);
    }

    @Override
    public void onCompleted() {
      stored.completeExceptionally(new AssertionError("the relay ended the stream"));
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
