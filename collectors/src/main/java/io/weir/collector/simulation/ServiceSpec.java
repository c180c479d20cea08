package io.weir.collector.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One workload that others call.
 *
 * @param namespace the scenario's when absent
 * @param proxy who sees its HTTP: nobody, the proxy on its own node, or the caller's as well
 * @param latency median time of its own work for one request
 * @param calls what it asks of others, one after the other, before it answers
 * @param probe true when the kubelet asks its pods for readiness
 * @param memoryBytes limit of one container; 0 reports no memory
 */
public record ServiceSpec(
    Optional<String> namespace,
    Kind kind,
    int replicas,
    int port,
    Protocol protocol,
    Proxy proxy,
    Duration latency,
    List<Call> calls,
    boolean probe,
    long memoryBytes) {
  public static final ServiceSpec DEFAULT =
      new ServiceSpec(
          Optional.empty(),
          Kind.DEPLOYMENT,
          2,
          8080,
          Protocol.HTTP,
          Proxy.SERVER,
          Duration.ofMillis(5),
          List.of(),
          false,
          0);

  private static final int REPLICAS_MAX = 100;
  private static final int PORT_MAX = 65_535;

  /** What makes the pods. */
  public enum Kind {
    DEPLOYMENT("Deployment"),
    STATEFUL_SET("StatefulSet"),
    DAEMON_SET("DaemonSet");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /**
   * What it speaks. {@code TCP} is anything that no proxy understands, {@code DNS} the resolver.
   */
  public enum Protocol {
    HTTP,
    TCP,
    DNS
  }

  /** Which proxies report a request. */
  public enum Proxy {
    NONE,
    SERVER,
    BOTH
  }

  /**
   * A call to another service or outside host.
   *
   * @param share of the requests that need it; every one when absent
   */
  public record Call(String to, Optional<Double> share) {
    public Call {
      Rules.text("to", to);
      Rules.share("share", share.orElse(1.0));
    }
  }

  public ServiceSpec {
    Rules.require(
        replicas >= 1 && replicas <= REPLICAS_MAX, "replicas", replicas, "1 to " + REPLICAS_MAX);
    Rules.require(port >= 1 && port <= PORT_MAX, "port", port, "1 to " + PORT_MAX);
    Rules.notNegative("latency", latency);
    Rules.require(memoryBytes >= 0, "memory-bytes", memoryBytes, "0 or more");
  }
}
