package io.weir.dashboards.flows;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import java.util.Optional;
import java.util.function.BiFunction;

/** A call that follows. Whatever arrives is taken at once: only the buffer lets go of flows. */
public final class LiveCall implements AutoCloseable {
  private final ClientCall<GetFlowsRequest, GetFlowsResponse> call;

  private LiveCall(ClientCall<GetFlowsRequest, GetFlowsResponse> call) {
    this.call = call;
  }

  static LiveCall start(
      Channel channel,
      GetFlowsRequest request,
      LiveBuffer buffer,
      BiFunction<Status, Throwable, ObserverException> failure) {
    ClientCall<GetFlowsRequest, GetFlowsResponse> call =
        channel.newCall(ObserverGrpc.getGetFlowsMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(GetFlowsResponse response) {
            buffer.add(response);
            call.request(1);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            buffer.end(
                status.isOk()
                    ? Optional.empty()
                    : Optional.of(failure.apply(status, status.asException())));
          }
        },
        new Metadata());
    call.request(64);
    call.sendMessage(request);
    call.halfClose();
    return new LiveCall(call);
  }

  @Override
  public void close() {
    call.cancel("nobody looks any more", null);
  }
}
