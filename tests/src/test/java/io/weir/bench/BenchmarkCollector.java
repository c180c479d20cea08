package io.weir.bench;

import io.grpc.ManagedChannel;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The least a collector can be: sends events from memory, round and round, as fast as credit and
 * the connection allow. gRPC calls it from one thread at a time, once the stream is open.
 */
final class BenchmarkCollector
    implements ClientResponseObserver<SendRequest, SendResponse>, AutoCloseable {
  private final String id = UUID.randomUUID().toString();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final ManagedChannel channel;
  private final List<Event> events;
  private final int batchEvents;
  private @Nullable ClientCallStreamObserver<SendRequest> requests;
  private long total;
  private long sent;
  private long credit;

  BenchmarkCollector(int port, List<Event> events, int batchEvents) {
    this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    this.events = events;
    this.batchEvents = batchEvents;
  }

  /** Returns when all {@code count} events are acknowledged. */
  void send(int count) throws Exception {
    total = count;
    IngestGrpc.newStub(channel)
        .send(this)
        .onNext(SendRequest.newBuilder().setHello(Hello.newBuilder().setNode("node-1")).build());
    done.get(5, TimeUnit.MINUTES);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<SendRequest> call) {
    requests = call;
    call.setOnReadyHandler(this::pump);
  }

  @Override
  public void onNext(SendResponse response) {
    if (response.getAck().getSeq() == total) {
      done.complete(null);
    }
    credit += response.getCredit().getEvents();
    pump();
  }

  private void pump() {
    ClientCallStreamObserver<SendRequest> call = requests;
    while (call != null && call.isReady() && sent < total && credit > 0) {
      int size = (int) Math.min(Math.min(credit, batchEvents), total - sent);
      Batch.Builder batch = Batch.newBuilder().setCollector(id).setFirstSeq(sent + 1);
      for (int i = 0; i < size; i++) {
        batch.addEvents(events.get((int) ((sent + i) % events.size())));
      }
      sent += size;
      credit -= size;
      call.onNext(SendRequest.newBuilder().setBatch(batch).build());
    }
  }

  @Override
  public void onError(Throwable error) {
    done.completeExceptionally(error);
  }

  @Override
  public void onCompleted() {
    done.completeExceptionally(new IllegalStateException("the relay ended the stream"));
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
