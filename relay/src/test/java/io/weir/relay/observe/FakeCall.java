package io.weir.relay.observe;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A server call without a connection. Like gRPC's own it may end once, and says so if it is used
 * wrongly; unlike it, it runs handlers in the thread that causes them.
 */
final class FakeCall<T> extends ServerCallStreamObserver<T> {
  private final List<T> sent = new ArrayList<>();
  private Optional<Status> end = Optional.empty();
  private Runnable onCancel = () -> {};
  private Runnable onReady = () -> {};
  private boolean cancelled;
  private boolean ready = true;

  /** The client goes. */
  void cancel() {
    Runnable handler;
    synchronized (this) {
      cancelled = true;
      handler = onCancel;
    }
    handler.run();
  }

  /** The client reads, or stops reading. */
  void ready(boolean is) {
    Runnable handler;
    synchronized (this) {
      ready = is;
      handler = is ? onReady : () -> {};
    }
    handler.run();
  }

  synchronized List<T> sent() {
    return List.copyOf(sent);
  }

  /** How the server ended it; empty while it runs. */
  synchronized Optional<Status> end() {
    return end;
  }

  @Override
  public synchronized void onNext(T message) {
    requireOpen();
    sent.add(message);
  }

  @Override
  public synchronized void onError(Throwable error) {
    requireOpen();
    end = Optional.of(Status.fromThrowable(error));
  }

  @Override
  public synchronized void onCompleted() {
    requireOpen();
    end = Optional.of(Status.OK);
  }

  private void requireOpen() {
    if (end.isPresent()) {
      throw new IllegalStateException("call already closed with " + end.get());
    }
  }

  @Override
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  @Override
  public synchronized boolean isReady() {
    return ready && !cancelled;
  }

  @Override
  public synchronized void setOnCancelHandler(Runnable handler) {
    onCancel = handler;
  }

  @Override
  public synchronized void setOnReadyHandler(Runnable handler) {
    onReady = handler;
  }

  @Override
  public void setOnReadyThreshold(int bytes) {}

  @Override
  public void setOnCloseHandler(Runnable handler) {}

  @Override
  public void setCompression(String compression) {}

  @Override
  public void disableAutoInboundFlowControl() {}

  @Override
  public void request(int count) {}

  @Override
  public void setMessageCompression(boolean enable) {}
}
