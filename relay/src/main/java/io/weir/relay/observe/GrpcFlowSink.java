package io.weir.relay.observe;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Sends over gRPC no faster than the client reads: waits while the transport's buffer is full.
 *
 * <p>Construct it before the service method returns; gRPC takes handlers only until then.
 */
final class GrpcFlowSink<T> implements FlowSink {
  /** Bytes that may wait for the client: with gRPC's 32 KiB a thread would rest every few flows. */
  private static final int WAITING_BYTES_MAX = 512 << 10;

  private static final long SHORTEST_WAIT_NANOS = 2_000_000;

  private final ServerCallStreamObserver<T> call;
  private final Function<Answer, T> message;
  private final Pace pace;
  private final ObserveMetrics metrics;
  private final Object lock = new Object();

  /**
   * Registers itself with the call.
   *
   * @param message makes of an answer what the call takes
   * @param pace how fast it may go
   * @param onGone run once when the client has gone
   */
  GrpcFlowSink(
      ServerCallStreamObserver<T> call,
      Function<Answer, T> message,
      Pace pace,
      ObserveMetrics metrics,
      Runnable onGone) {
    this.call = call;
    this.message = message;
    this.pace = pace;
    this.metrics = metrics;
    call.setOnReadyThreshold(WAITING_BYTES_MAX);
    call.setOnReadyHandler(this::wake);
    call.setOnCancelHandler(
        () -> {
          wake();
          onGone.run();
        });
  }

  private void wake() {
    synchronized (lock) {
      lock.notifyAll();
    }
  }

  @Override
  public void send(Answer answer) throws ClientGoneException, InterruptedException {
    keepPace();
    synchronized (lock) {
      while (!call.isReady() && !call.isCancelled()) {
        lock.wait();
      }
    }
    if (call.isCancelled()) {
      throw new ClientGoneException();
    }
    call.onNext(message.apply(answer));
  }

  private void keepPace() throws InterruptedException {
    long waitNanos = pace.next(System.nanoTime());
    if (waitNanos < SHORTEST_WAIT_NANOS) {
      return; // the next ones will wait longer instead
    }
    metrics.delayed();
    long end = System.nanoTime() + waitNanos;
    synchronized (lock) {
      for (long left = waitNanos; left > 0 && !call.isCancelled(); left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(lock, left);
      }
    }
  }

  @Override
  public boolean isGone() {
    return call.isCancelled();
  }
}
