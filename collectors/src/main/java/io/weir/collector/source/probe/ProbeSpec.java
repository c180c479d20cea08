package io.weir.collector.source.probe;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One probe, as a Kubernetes manifest writes it: names, defaults and rules are Kubernetes' own,
 * times are whole seconds. {@link ProbeConfig} checks what {@link #DEFAULT} leaves open: a name and
 * exactly one handler.
 *
 * <p>Not taken over: {@code terminationGracePeriodSeconds}, because a probe of ours never restarts
 * anything, and named ports.
 *
 * @param name names the probe for ever, unique among all nodes that share a topic
 * @param type decides how the state begins, and what {@code group} means
 * @param group probes of one target; while one of type startup has not succeeded, the others wait
 * @param httpGet handler
 * @param tcpSocket handler
 * @param exec handler
 * @param grpc handler
 * @param dns handler, not in Kubernetes
 * @param initialDelaySeconds before the first run; counted from the start of the collector, or from
 *     the success of the group's startup probe
 * @param periodSeconds from the start of one run to the start of the next, at least 1
 * @param timeoutSeconds for a whole run, at least 1
 * @param successThreshold good runs in a row that make it healthy; 1 for liveness and startup
 * @param failureThreshold bad runs in a row that make it failing
 */
public record ProbeSpec(
    String name,
    ProbeType type,
    String group,
    Optional<HttpGet> httpGet,
    Optional<TcpSocket> tcpSocket,
    Optional<Exec> exec,
    Optional<Grpc> grpc,
    Optional<Dns> dns,
    int initialDelaySeconds,
    int periodSeconds,
    int timeoutSeconds,
    int successThreshold,
    int failureThreshold) {
  private static final int DAY = 86_400;

  public static final ProbeSpec DEFAULT =
      new ProbeSpec(
          "",
          ProbeType.SYNTHETIC,
          "",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          10,
          1,
          1,
          3);

  public ProbeSpec {
    Checks.between("initialDelaySeconds", initialDelaySeconds, 0, DAY);
    Checks.between("periodSeconds", periodSeconds, 1, DAY);
    Checks.between("timeoutSeconds", timeoutSeconds, 1, DAY);
    Checks.between("successThreshold", successThreshold, 1, 1_000);
    Checks.between("failureThreshold", failureThreshold, 1, 1_000);
    if (successThreshold != 1 && (type == ProbeType.LIVENESS || type == ProbeType.STARTUP)) {
      throw new IllegalArgumentException(
          "successThreshold: " + successThreshold + " (expected: 1 for " + type.text() + ")");
    }
  }

  /** A synthetic probe with the default times. */
  public static ProbeSpec of(String name, HttpGet httpGet) {
    return synthetic(name, Optional.of(httpGet), Optional.empty(), Optional.empty());
  }

  /** A synthetic probe with the default times. */
  public static ProbeSpec of(String name, TcpSocket tcpSocket) {
    return synthetic(name, Optional.empty(), Optional.of(tcpSocket), Optional.empty());
  }

  /** A synthetic probe with the default times. */
  public static ProbeSpec of(String name, Dns dns) {
    return synthetic(name, Optional.empty(), Optional.empty(), Optional.of(dns));
  }

  private static ProbeSpec synthetic(
      String name, Optional<HttpGet> httpGet, Optional<TcpSocket> tcpSocket, Optional<Dns> dns) {
    return new ProbeSpec(
        name,
        ProbeType.SYNTHETIC,
        "",
        httpGet,
        tcpSocket,
        Optional.empty(),
        Optional.empty(),
        dns,
        DEFAULT.initialDelaySeconds,
        DEFAULT.periodSeconds,
        DEFAULT.timeoutSeconds,
        DEFAULT.successThreshold,
        DEFAULT.failureThreshold);
  }

  /**
   * Checks that it can run.
   *
   * @throws IllegalArgumentException if it has no name, or not exactly one handler
   */
  void checkComplete() {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: empty (expected: a name for the probe)");
    }
    long handlers =
        List.of(httpGet, tcpSocket, exec, grpc, dns).stream().filter(Optional::isPresent).count();
    if (handlers != 1) {
      throw new IllegalArgumentException(
          "probe "
              + name
              + ": "
              + handlers
              + " handlers (expected: exactly one of httpGet, tcpSocket, exec, grpc, dns)");
    }
  }

  /** Where it connects to; absent for a command. */
  Optional<String> host() {
    return Stream.of(
            httpGet.map(HttpGet::host), tcpSocket.map(TcpSocket::host), grpc.map(Grpc::host))
        .flatMap(Optional::stream)
        .findFirst();
  }
}
