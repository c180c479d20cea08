package io.weir.collector.source.hubble;

import com.google.protobuf.util.Timestamps;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weir.hubble.observer.GetAgentEventsRequest;
import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A Cilium agent: keeps a ring in memory that outlives a restart here, unlike the real one. */
final class FakeObserver implements AutoCloseable {
  private final IntFunction<ServerBuilder<?>> builder;
  private final List<GetFlowsResponse> ring = new ArrayList<>();
  private final List<GetFlowsRequest> requests = new ArrayList<>();
  private final List<StreamObserver<GetFlowsResponse>> followers = new ArrayList<>();
  private final List<GetAgentEventsResponse> agentRing = new ArrayList<>();
  private final List<GetAgentEventsRequest> agentRequests = new ArrayList<>();
  private final List<StreamObserver<GetAgentEventsResponse>> agentFollowers = new ArrayList<>();
  private volatile boolean offersAgentEvents;
  private Server server;
  private int port;

  /** An agent on a server of any kind; it is asked for the port, 0 the first time. */
  FakeObserver(IntFunction<ServerBuilder<?>> builder) throws IOException {
    this.builder = builder;
    open();
  }

  private void open() throws IOException {
    server = builder.apply(port).addService(service()).build().start();
    port = Math.max(0, server.getPort());
  }

  private BindableService service() {
    return new ObserverGrpc.ObserverImplBase() {
      @Override
      public void getFlows(GetFlowsRequest request, StreamObserver<GetFlowsResponse> responses) {
        follow(request, responses);
      }

      @Override
      public void getAgentEvents(
          GetAgentEventsRequest request, StreamObserver<GetAgentEventsResponse> responses) {
        if (offersAgentEvents) {
          followAgent(request, responses);
        } else {
          super.getAgentEvents(request, responses); // as a hubble-relay
        }
      }
    };
  }

  private synchronized void follow(
      GetFlowsRequest request, StreamObserver<GetFlowsResponse> responses) {
    requests.add(request);
    ((ServerCallStreamObserver<GetFlowsResponse>) responses)
        .setOnCancelHandler(() -> forget(responses));
    if (request.hasSince()) {
      long since = request.getSince().getSeconds() * 1_000_000_000 + request.getSince().getNanos();
      for (GetFlowsResponse item : ring) {
        if (item.getTime().getSeconds() * 1_000_000_000 + item.getTime().getNanos() >= since) {
          responses.onNext(item);
        }
      }
    }
    followers.add(responses);
  }

  private synchronized void followAgent(
      GetAgentEventsRequest request, StreamObserver<GetAgentEventsResponse> responses) {
    ((ServerCallStreamObserver<GetAgentEventsResponse>) responses)
        .setOnCancelHandler(() -> forgetAgent(responses));
    agentRequests.add(request);
    if (request.hasSince()) {
      agentRing.stream()
          .filter(item -> Timestamps.compare(item.getTime(), request.getSince()) >= 0)
          .forEach(responses::onNext);
    }
    agentFollowers.add(responses);
  }

  private synchronized void forgetAgent(StreamObserver<GetAgentEventsResponse> follower) {
    agentFollowers.remove(follower);
  }

  /** From now on it is an agent; before it answered as a hubble-relay does. */
  void offerAgentEvents() {
    offersAgentEvents = true;
  }

  /** The agent did something. */
  synchronized void happens(GetAgentEventsResponse item) {
    agentRing.add(item);
    agentFollowers.forEach(follower -> follower.onNext(item));
  }

  synchronized int agentFollowers() {
    return agentFollowers.size();
  }

  /** Requests for agent events. */
  synchronized List<GetAgentEventsRequest> agentRequests() {
    return List.copyOf(agentRequests);
  }

  private synchronized void forget(StreamObserver<GetFlowsResponse> follower) {
    followers.remove(follower);
  }

  /** Something happened on the node. */
  synchronized void happens(GetFlowsResponse item) {
    ring.add(item);
    followers.forEach(follower -> follower.onNext(item));
  }

  /** Tells the followers of now, and nobody later, as with changes of nodes. */
  synchronized void tell(GetFlowsResponse item) {
    followers.forEach(follower -> follower.onNext(item));
  }

  /** The ring was overwritten. */
  synchronized void forgetRing() {
    ring.clear();
  }

  synchronized int followers() {
    return followers.size();
  }

  synchronized List<GetFlowsRequest> requests() {
    return List.copyOf(requests);
  }

  int port() {
    return port;
  }

  void restart() throws IOException, InterruptedException {
    close();
    open();
  }

  @Override
  public void close() throws InterruptedException {
    server.shutdownNow();
    server.awaitTermination(10, TimeUnit.SECONDS);
    synchronized (this) {
      followers.clear();
      agentFollowers.clear();
    }
  }
}
