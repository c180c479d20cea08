package io.weir.collector.source.hubble;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call of Hubble's whose items are pulled. Asks for one more item for each that is taken, so at
 * most {@code AHEAD} wait here; a slow reader slows the server, which then tells what it loses.
 */
final class ItemStream<Q, R> implements ClientResponseObserver<Q, R> {
  private static final int AHEAD = 512;

  private final BlockingQueue<R> items = new LinkedBlockingQueue<>();
  private @Nullable ClientCallStreamObserver<Q> call;
  private volatile Optional<Status> end = Optional.empty();

  void open(Channel channel, MethodDescriptor<Q, R> method, Q request) {
    ClientCalls.asyncServerStreamingCall(
        channel.newCall(method, CallOptions.DEFAULT), request, this);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> stream) {
    call = stream;
    stream.disableAutoRequestWithInitial(AHEAD);
  }

  /** The next item; empty if none came in time. */
  Optional<R> poll(Duration wait) throws InterruptedException {
    R item = items.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (item != null) {
      call.request(1);
    }
    return Optional.ofNullable(item);
  }

  /** Why the stream has ended, once all its items are taken. */
  Optional<Status> end() {
    Optional<Status> ended = end; // read first: nothing comes after it
    return items.isEmpty() ? ended : Optional.empty();
  }

  void cancel() {
    call.cancel("The collector closes the stream", null);
  }

  @Override
  public void onNext(R item) {
    items.add(item);
  }

  @Override
  public void onError(Throwable error) {
    end = Optional.of(Status.fromThrowable(error));
  }

  @Override
  public void onCompleted() {
    end = Optional.of(Status.OK.withDescription("the server ended the stream"));
  }
}
