package io.weir.relay;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.weir.ingest.v1.Batch;
import io.weir.ingest.v1.Event;
import io.weir.ingest.v1.Hello;
import io.weir.ingest.v1.IngestGrpc;
import io.weir.ingest.v1.SendRequest;
import io.weir.ingest.v1.SendResponse;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A collector as the contract wants it: keeps every event until it is acknowledged, sends within
 * its credit, oldest first, and begins each stream with the first unacknowledged one. All state is
 * guarded by this.
 */
final class TestCollector implements AutoCloseable {
  private final String id;
  private final List<Event> events;
  private final int batchMax;
  private final Random random;
  private final ManagedChannel channel;
  private ClientCallStreamObserver<SendRequest> requests;
  private long acknowledged;
  private long sent;
  private long credit;
  private Status end;
  private int streams;

  TestCollector(String id, int port, List<Event> events, int batchMax, Random random) {
    this.id = id;
    this.events = events;
    this.batchMax = batchMax;
    this.random = random;
    this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  /** Begins a stream with the oldest event that is not acknowledged. */
  synchronized void connect() {
    credit = 0;
    sent = acknowledged;
    end = null;
    int stream = ++streams;
    IngestGrpc.newStub(channel)
        .send(
            new ClientResponseObserver<SendRequest, SendResponse>() {
              @Override
              public void beforeStart(ClientCallStreamObserver<SendRequest> call) {
                requests = call;
                call.setOnReadyHandler(() -> pump(stream));
              }

              @Override
              public void onNext(SendResponse response) {
                received(stream, response);
              }

              @Override
              public void onError(Throwable error) {
                ended(stream, Status.fromThrowable(error));
              }

              @Override
              public void onCompleted() {
                ended(stream, Status.OK);
              }
            });
    requests.onNext(
        SendRequest.newBuilder()
            .setHello(Hello.newBuilder().setNode("node-1").setVersion("test"))
            .build());
  }

  private synchronized void received(int stream, SendResponse response) {
    // An acknowledgement is true whichever stream it came by.
    if (response.hasAck() && response.getAck().getCollector().equals(id)) {
      if (response.getAck().getSeq() > events.size()) {
        throw new AssertionError("acknowledged what was never sent: " + response);
      }
      acknowledged = Math.max(acknowledged, response.getAck().getSeq());
    }
    if (stream == streams) {
      credit += response.getCredit().getEvents();
      pump(stream);
    }
  }

  private synchronized void ended(int stream, Status status) {
    if (stream == streams) {
      end = status;
    }
  }

  private synchronized void pump(int stream) {
    while (stream == streams
        && end == null
        && requests.isReady()
        && credit > 0
        && sent < events.size()) {
      int size =
          (int) Math.min(credit, Math.min(1 + random.nextInt(batchMax), events.size() - sent));
      requests.onNext(
          SendRequest.newBuilder()
              .setBatch(
                  Batch.newBuilder()
                      .setCollector(id)
                      .setFirstSeq(sent + 1)
                      .addAllEvents(events.subList((int) sent, (int) sent + size)))
              .build());
      sent += size;
      credit -= size;
    }
  }

  /** Cuts the connection as a broken network would, with batches and answers under way. */
  synchronized void cut() {
    end = Status.CANCELLED;
    requests.cancel("cut by the test", null);
  }

  synchronized long acknowledged() {
    return acknowledged;
  }

  synchronized long sent() {
    return sent;
  }

  synchronized boolean isConnected() {
    return end == null;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
