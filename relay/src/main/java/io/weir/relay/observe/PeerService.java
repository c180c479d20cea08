package io.weir.relay.observe;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weir.hubble.observer.Node;
import io.weir.hubble.peer.ChangeNotification;
import io.weir.hubble.peer.ChangeNotificationType;
import io.weir.hubble.peer.NotifyRequest;
import io.weir.hubble.peer.PeerGrpc;
import io.weir.hubble.relay.NodeState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code peer.Peer}: which nodes there are, for clients that find them this way. Every node is
 * reached at this server, which answers for all of them: the address is the one at which the client
 * called.
 *
 * <p>A watcher that does not read is ended, so that nothing piles up. Safe for use by several
 * threads.
 */
final class PeerService extends PeerGrpc.PeerImplBase implements NodeListener {
  /** Notifications that may wait for a watcher. */
  private static final int WAITING_BYTES_MAX = 1 << 20;

  private final int watchersMax;
  private final ObserveMetrics metrics;

  /** Watchers and the address that each was told. Guarded by this. */
  private final Map<ServerCallStreamObserver<ChangeNotification>, String> watchers =
      new HashMap<>();

  /** Guarded by this. */
  private List<String> names = List.of();

  PeerService(int watchersMax, ObserveMetrics metrics) {
    this.watchersMax = watchersMax;
    this.metrics = metrics;
  }

  @Override
  public void notify(NotifyRequest request, StreamObserver<ChangeNotification> responses) {
    var call = (ServerCallStreamObserver<ChangeNotification>) responses;
    String address = CallContext.server();
    call.setOnReadyThreshold(WAITING_BYTES_MAX);
    call.setOnCancelHandler(() -> forget(call));
    synchronized (this) {
      if (watchers.size() >= watchersMax) {
        metrics.limited("watchers");
        call.onError(
            Status.RESOURCE_EXHAUSTED
                .withDescription(
                    "%d watchers already (expected: at most observe.streams.watchers-max=%d)"
                        .formatted(watchers.size(), watchersMax))
                .asRuntimeException());
        return;
      }
      watchers.put(call, address);
      names.forEach(name -> send(call, ChangeNotificationType.PEER_ADDED, name, address));
    }
  }

  private synchronized void forget(ServerCallStreamObserver<ChangeNotification> call) {
    watchers.remove(call);
  }

  @Override
  public synchronized void changed(List<Node> nodes) {
    List<String> now =
        nodes.stream()
            .filter(node -> node.getState() != NodeState.NODE_GONE)
            .map(node -> peerName(node.getName()))
            .toList();
    Map<String, ChangeNotificationType> changes = new LinkedHashMap<>();
    names.stream()
        .filter(name -> !now.contains(name))
        .forEach(name -> changes.put(name, ChangeNotificationType.PEER_DELETED));
    now.stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> changes.put(name, ChangeNotificationType.PEER_ADDED));
    if (changes.containsValue(ChangeNotificationType.PEER_DELETED)
        && !changes.containsValue(ChangeNotificationType.PEER_ADDED)
        && !now.isEmpty()) {
      // All peers have one address: who knows peers by it, as SkyWalking does, would now know none.
      changes.put(now.get(0), ChangeNotificationType.PEER_UPDATED);
    }
    names = now;
    for (var watcher : new ArrayList<>(watchers.entrySet())) {
      if (!watcher.getKey().isReady() && !changes.isEmpty()) {
        end(watcher.getKey());
        continue;
      }
      changes.forEach((name, type) -> send(watcher.getKey(), type, name, watcher.getValue()));
    }
  }

  private void end(ServerCallStreamObserver<ChangeNotification> watcher) {
    watchers.remove(watcher);
    if (!watcher.isCancelled()) {
      watcher.onError(
          Status.ABORTED
              .withDescription("The client did not read the notifications before this one.")
              .asRuntimeException());
    }
  }

  private static void send(
      ServerCallStreamObserver<ChangeNotification> watcher,
      ChangeNotificationType type,
      String name,
      String address) {
    if (!watcher.isCancelled()) {
      watcher.onNext(
          ChangeNotification.newBuilder().setName(name).setAddress(address).setType(type).build());
    }
  }

  /** Hubble leaves out the cluster named default. */
  private static String peerName(String node) {
    return node.startsWith("default/") ? node.substring("default/".length()) : node;
  }

  /** Ends all watchers. */
  synchronized void close() {
    for (var watcher : List.copyOf(watchers.keySet())) {
      if (!watcher.isCancelled()) {
        watcher.onError(
            Status.UNAVAILABLE.withDescription("The relay is stopping.").asRuntimeException());
      }
    }
    watchers.clear();
  }
}
