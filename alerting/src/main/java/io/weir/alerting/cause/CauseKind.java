package io.weir.alerting.cause;

import java.util.Locale;

/**
 * What sort of thing a cause is.
 *
 * <p>{@code depth} orders kinds at one place of the graph: what has the smaller one brings about
 * what has the larger one. A policy (0) leaves SYNs unanswered (2), which fails probes (3) and
 * requests (4).
 */
public enum CauseKind {
  POLICY_DENIAL(Layer.POLICY, 0, Effect.BOTH),
  DATAPATH_DROPS(Layer.NETWORK, 0, Effect.BOTH),
  OOM_KILL(Layer.RESOURCES, 0, Effect.BOTH),
  CPU_THROTTLING(Layer.RESOURCES, 0, Effect.DELAYS),
  MEMORY_PRESSURE(Layer.RESOURCES, 0, Effect.BOTH),
  CPU_PRESSURE(Layer.RESOURCES, 0, Effect.DELAYS),
  IO_PRESSURE(Layer.RESOURCES, 0, Effect.DELAYS),
  DISK_FULL(Layer.RESOURCES, 0, Effect.BOTH),
  RECENT_CHANGE(Layer.APPLICATION, 0, Effect.BOTH),
  CERTIFICATE(Layer.TLS, 0, Effect.FAILS),
  NODE_PATH_LOSS(Layer.NETWORK, 1, Effect.BOTH),
  PATH_LOSS(Layer.NETWORK, 2, Effect.BOTH),
  CONNECT_REFUSED(Layer.NETWORK, 2, Effect.FAILS),
  CONNECT_UNANSWERED(Layer.NETWORK, 2, Effect.BOTH),
  RESETS(Layer.NETWORK, 2, Effect.FAILS),
  RETRANSMITS(Layer.NETWORK, 2, Effect.DELAYS),
  DNS_SERVFAIL(Layer.DNS, 2, Effect.FAILS),
  DNS_NXDOMAIN(Layer.DNS, 2, Effect.FAILS),
  DNS_UNANSWERED(Layer.DNS, 2, Effect.BOTH),
  DNS_SLOW(Layer.DNS, 2, Effect.DELAYS),
  NO_REQUESTS(Layer.TLS, 2, Effect.FAILS),
  PROBE_FAILING(Layer.APPLICATION, 3, Effect.FAILS),
  ONE_REPLICA(Layer.APPLICATION, 3, Effect.BOTH),
  ONE_NODE(Layer.RESOURCES, 3, Effect.BOTH),
  KAFKA_ERRORS(Layer.APPLICATION, 4, Effect.FAILS),
  DEPENDENCY_FAILING(Layer.APPLICATION, 4, Effect.FAILS),
  DEPENDENCY_SLOW(Layer.APPLICATION, 4, Effect.DELAYS);

  /** What it does to the requests that meet it. */
  enum Effect {
    FAILS,
    DELAYS,
    BOTH
  }

  private final Layer layer;
  private final int depth;
  private final Effect effect;

  CauseKind(Layer layer, int depth, Effect effect) {
    this.layer = layer;
    this.depth = depth;
    this.effect = effect;
  }

  /** The layer that fails because of it. */
  public Layer layer() {
    return layer;
  }

  int depth() {
    return depth;
  }

  /** True for what happens by itself; the rest may be what something else brings about. */
  boolean isOrigin() {
    return depth == 0;
  }

  /** True for what happens to packets between two, and to connections and DNS queries. */
  boolean isTransport() {
    return depth == 1 || depth == 2;
  }

  /**
   * How many bad events one occurrence stands for: 1 where the effect is what the indicator counts,
   * ½ where it is so only for some: slow answers fail where callers give up, failures delay where
   * callers try again.
   */
  double weight(Target target) {
    Effect counted = target.isLatency() ? Effect.DELAYS : Effect.FAILS;
    return effect == Effect.BOTH || effect == counted ? 1 : 0.5;
  }

  /** As in labels: {@code policy-denial}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
