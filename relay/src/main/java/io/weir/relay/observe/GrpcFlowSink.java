package io.weir.relay.observe;

import io.grpc.stub.ServerCallStreamObserver;

/**
 * Sends over gRPC no faster than the client reads: waits while the transport's buffer is full.
 *
 * <p>Construct it before the service method returns; gRPC takes handlers only until then.
 */
final class GrpcFlowSink implements FlowSink {
  /** Bytes that may wait for the client: with gRPC's 32 KiB a thread would rest every few flows. */
  private static final int WAITING_BYTES_MAX = 512 << 10;

  private final ServerCallStreamObserver<Answer> call;
  private final Object lock = new Object();

  /**
   * Registers itself with the call.
   *
   * @param onGone run once when the client has gone
   */
  GrpcFlowSink(ServerCallStreamObserver<Answer> call, Runnable onGone) {
    this.call = call;
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
    synchronized (lock) {
      while (!call.isReady() && !call.isCancelled()) {
        lock.wait();
      }
    }
    if (call.isCancelled()) {
      throw new ClientGoneException();
    }
    call.onNext(answer);
  }

  @Override
  public boolean isGone() {
    return call.isCancelled();
  }
}
