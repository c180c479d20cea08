package io.weir.relay.ingest;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.weir.ingest.v1.SendResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** gRPC's side of a stream: what was answered, and how many messages may be read. */
final class FakeResponses extends ServerCallStreamObserver<SendResponse> {
  final List<SendResponse> sent = new ArrayList<>();
  int requested;
  boolean ready = true;
  @Nullable Status end;
  private Runnable onReady = () -> {};
  private Runnable onCancel = () -> {};

  long credit() {
    return sent.stream().mapToLong(response -> response.getCredit().getEvents()).sum();
  }

  List<Long> acks() {
    return sent.stream()
        .filter(SendResponse::hasAck)
        .map(response -> response.getAck().getSeq())
        .toList();
  }

  void becomeReady() {
    ready = true;
    onReady.run();
  }

  void cancel() {
    onCancel.run();
  }

  @Override
  public void onNext(SendResponse response) {
    if (end != null) {
      throw new IllegalStateException("call is closed");
    }
    sent.add(response);
  }

  @Override
  public void onError(Throwable error) {
    if (end != null) {
      throw new IllegalStateException("call already closed");
    }
    end = Status.fromThrowable(error);
  }

  @Override
  public void onCompleted() {
    if (end != null) {
      throw new IllegalStateException("call already closed");
    }
    end = Status.OK;
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public void request(int count) {
    requested += count;
  }

  @Override
  public void setOnReadyHandler(Runnable handler) {
    onReady = handler;
  }

  @Override
  public void setOnCancelHandler(Runnable handler) {
    onCancel = handler;
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public void disableAutoInboundFlowControl() {}

  @Override
  public void disableAutoRequest() {}

  @Override
  public void setMessageCompression(boolean enable) {}

  @Override
  public void setCompression(String compression) {}
}
