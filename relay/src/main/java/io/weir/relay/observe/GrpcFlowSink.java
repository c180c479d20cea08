package io.weir.relay.observe;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.function.Function;

/**
 * Answers over gRPC, no faster than the client reads.
 *
 * <p>Construct it before the service method returns; gRPC takes handlers only until then.
 */
final class GrpcFlowSink<T> implements FlowSink {
  private final PacedCall<T> call;
  private final Function<Answer, T> message;

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
    this.call = new PacedCall<>(call, pace, metrics, onGone);
    this.message = message;
  }

  @Override
  public void send(Answer answer) throws ClientGoneException, InterruptedException {
    call.send(message.apply(answer));
  }

  @Override
  public boolean isGone() {
    return call.isGone();
  }
}
