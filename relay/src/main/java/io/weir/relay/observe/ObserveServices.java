package io.weir.relay.observe;

import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.weir.runtime.Version;
import io.weir.storage.FlowStore;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The services of the Observer API, wired to an archive and a live tail. Reads nothing and listens
 * nowhere by itself.
 */
final class ObserveServices implements AutoCloseable {
  private final PeerService peers;
  private final List<BindableService> bindable;

  /**
   * Wires them.
   *
   * @param ring what {@code tail} fills
   * @param threads gives each task a thread at once
   */
  ObserveServices(
      ObserveConfig config,
      FlowStore store,
      Ring ring,
      Seam.Tail tail,
      Census census,
      ObserveMetrics metrics,
      ObserverHealth health,
      Executor threads) {
    Seam seam = new Seam(store, ring, tail, config, metrics);
    StreamRunner runner = new StreamRunner(config.streams(), metrics, threads);
    ObserverService observer =
        new ObserverService(config, store, seam, ring, census, metrics, runner, Version.TEXT);
    QueryService query =
        new QueryService(store, seam, ring, config.streams(), runner, census::clocks, metrics);
    peers = new PeerService(config.streams().watchersMax(), metrics);
    census.addListener(peers);
    VersionHeader version = new VersionHeader(config.hubbleVersion());
    bindable =
        List.of(
            intercepted(observer.bind(), version),
            intercepted(query.bindService(), version),
            intercepted(peers.bindService(), version),
            health.service(),
            ProtoReflectionServiceV1.newInstance(),
            reflectionV1Alpha());
  }

  private static BindableService intercepted(
      ServerServiceDefinition service, VersionHeader version) {
    ServerServiceDefinition intercepted =
        ServerInterceptors.intercept(service, version, new CallContext());
    return () -> intercepted;
  }

  /** {@code hubble reflect} still asks for v1alpha. */
  @SuppressWarnings("deprecation")
  private static BindableService reflectionV1Alpha() {
    return ProtoReflectionService.newInstance();
  }

  /** Observer, queries, peers, health and reflection, for a gRPC server. */
  List<BindableService> bindable() {
    return bindable;
  }

  /** Ends the watchers of peers; calls end with their threads. */
  @Override
  public void close() {
    peers.close();
  }
}
