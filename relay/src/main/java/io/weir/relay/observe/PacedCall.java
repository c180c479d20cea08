package io.weir.relay.observe;

import io.grpc.stub.ServerCallStreamObserver;
import io.weir.relay.observe.FlowSink.ClientGoneException;
import java.util.concurrent.TimeUnit;

/**
 * Sends over gRPC no faster than the client reads: waits while the transport's buffer is full.
 *
 * <p>Construct it before the service method returns; gRPC takes handlers only until then.
 */
final class PacedCall<T> {
  /** Bytes that may wait for the client: with gRPC's 32 KiB a thread would rest every few flows. */
  private static final int WAITING_BYTES_MAX = 512 << 10;

  private static final long SHORTEST_WAIT_NANOS = 2_000_000;

  private final ServerCallStreamObserver<T> call;
  private final Pace pace;
  private final ObserveMetrics metrics;
  private final Object lock = new Object();

  /**
   * Registers itself with the call.
   *
   * @param pace how fast it may go
   * @param onGone run once when the client has gone
   */
  PacedCall(ServerCallStreamObserver<T> call, Pace pace, ObserveMetrics metrics, Runnable onGone) {
    this.call = call;
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

  /**
   * Sends a message, waiting while the client is slow.
   *
   * @throws ClientGoneException if the client has gone
   */
  void send(T message) throws ClientGoneException, InterruptedException {
    keepPace();
    synchronized (lock) {
      while (!call.isReady() && !call.isCancelled()) {
        lock.wait();
      }
    }
    if (call.isCancelled()) {
      throw new ClientGoneException();
    }
    call.onNext(message);
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

  /** True once the client has gone. */
  boolean isGone() {
    return call.isCancelled();
  }
}
