package io.weir.relay.observe;

import io.grpc.stub.ServerCallStreamObserver;
import io.weir.hubble.observer.GetFlowsResponse;

/**
 * Sends over gRPC no faster than the client reads: waits while the transport's buffer is full.
 *
 * <p>Construct it before the service method returns; gRPC takes handlers only until then.
 */
final class GrpcFlowSink implements FlowSink {
  private final ServerCallStreamObserver<GetFlowsResponse> call;
  private final Object lock = new Object();

  /**
   * Registers itself with the call.
   *
   * @param onGone run once when the client has gone
   */
  GrpcFlowSink(ServerCallStreamObserver<GetFlowsResponse> call, Runnable onGone) {
    this.call = call;
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
  public void send(GetFlowsResponse response) throws ClientGoneException, InterruptedException {
    synchronized (lock) {
      while (!call.isReady() && !call.isCancelled()) {
        lock.wait();
      }
    }
    if (call.isCancelled()) {
      throw new ClientGoneException();
    }
    call.onNext(response);
  }

  @Override
  public boolean isGone() {
    return call.isCancelled();
  }
}
