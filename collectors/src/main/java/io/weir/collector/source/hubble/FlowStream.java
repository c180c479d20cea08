package io.weir.collector.source.hubble;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One GetFlows call whose items are pulled. Asks for one more item for each that is taken, so at
 * most {@code AHEAD} wait here; a slow reader slows the server, which then tells what it loses.
 */
final class FlowStream implements ClientResponseObserver<GetFlowsRequest, GetFlowsResponse> {
  private static final int AHEAD = 512;

  private final BlockingQueue<GetFlowsResponse> items = new LinkedBlockingQueue<>();
  private @Nullable ClientCallStreamObserver<GetFlowsRequest> call;
  private volatile Optional<Status> end = Optional.empty();

  void open(Channel channel, GetFlowsRequest request) {
    ObserverGrpc.newStub(channel).getFlows(request, this);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<GetFlowsRequest> stream) {
    call = stream;
    stream.disableAutoRequestWithInitial(AHEAD);
  }

  /** The next item; empty if none came in time. */
  Optional<GetFlowsResponse> poll(Duration wait) throws InterruptedException {
    GetFlowsResponse item = items.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
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
  public void onNext(GetFlowsResponse item) {
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
