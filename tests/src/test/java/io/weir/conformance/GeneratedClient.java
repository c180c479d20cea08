package io.weir.conformance;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import java.util.Iterator;

/** The stubs that the build made. */
final class GeneratedClient implements ObserverApi {
  private final ManagedChannel channel;

  private GeneratedClient(ManagedChannel channel) {
    this.channel = channel;
  }

  static GeneratedClient connect(String address) {
    return new GeneratedClient(
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build());
  }

  ObserverGrpc.ObserverBlockingStub stub() {
    return ObserverGrpc.newBlockingStub(channel);
  }

  ManagedChannel channel() {
    return channel;
  }

  @Override
  public Iterator<GetFlowsResponse> getFlows(GetFlowsRequest request) {
    return stub().getFlows(request);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  @Override
  public String toString() {
    return "generated stubs";
  }
}
