package io.weir.alerting.slo;

import io.weir.series.v1.SliWindow;
import io.weir.topic.TopicKeys;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which series of {@code weir.slis.v1} an objective counts.
 *
 * <p>Each indicator is there per service (all callers and ports) and per edge. Without client, port
 * and protocol the services' series are meant, otherwise the edges'; never both, so nothing counts
 * twice.
 *
 * @param indicator as in {@code SliWindow.indicator}
 * @param server the service; empty with a probe
 * @param client the caller, for edges
 * @param port server port; 0 for any
 * @param protocol {@code TCP}, …; empty for any
 * @param probe the probe's id for indicator {@code probe}, {@code *} for any; else empty
 * @param fanOut whether all that match are one objective, or each of them its own
 */
public record IndicatorSelector(
    String indicator,
    Optional<PeerPattern> server,
    Optional<PeerPattern> client,
    int port,
    String protocol,
    String probe,
    FanOut fanOut) {
  private static final Pattern UNFIT = Pattern.compile("[\\x00-\\x1F|]");

  /** How many objectives come of one selector. */
  public enum FanOut {
    /** One: all that match added up. */
    NONE,
    /** One for each service (or probe). */
    SERVICE,
    /** One for each edge: client, server, port and protocol. */
    EDGE
  }

  public IndicatorSelector {
    if (indicator.isBlank()) {
      throw new IllegalArgumentException("indicator: missing (expected: http-availability, …)");
    }
    if (server.isPresent() != probe.isEmpty()) {
      throw new IllegalArgumentException("server, probe: (expected: one of the two)");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
  }

  /** All callers of the services that {@code server} means, as one objective. */
  public static IndicatorSelector ofService(String indicator, String server) {
    return new IndicatorSelector(
        indicator, Optional.of(PeerPattern.of(server)), Optional.empty(), 0, "", "", FanOut.NONE);
  }

  /** Whether a window's series is one of those meant. */
  public boolean matches(SliWindow window) {
    if (!indicator.equals(window.getIndicator())) {
      return false;
    }
    if (!probe.isEmpty()) {
      return probe.equals("*") ? !window.getProbe().isEmpty() : probe.equals(window.getProbe());
    }
    return window.hasClient() == ofEdges()
        && window.getProbe().isEmpty()
        && server.orElseThrow().matches(window.getServer())
        && client.map(pattern -> pattern.matches(window.getClient())).orElse(true)
        && (port == 0 || port == window.getPort())
        && (protocol.isEmpty() || protocol.equals(window.getProtocol()));
  }

  /** Whether edges' series are meant; those of services otherwise, or probes. */
  public boolean ofEdges() {
    return client.isPresent() || port != 0 || !protocol.isEmpty() || fanOut == FanOut.EDGE;
  }

  /** What the topic keys of all series that are meant begin with, and as few others as possible. */
  public String keyPrefix() {
    // Services and probes have no client.
    return indicator + (ofEdges() ? "|" : "||");
  }

  /**
   * What tells the objective of this window's series from the others; empty without fan-out. What
   * has a meaning in keys, and control characters, are {@code _}.
   */
  public String fanOutKey(SliWindow window) {
    String match = match(window);
    for (int i = 0; i < match.length(); i++) {
      if (match.charAt(i) < ' ' || match.charAt(i) == '|') {
        return UNFIT.matcher(match).replaceAll("_");
      }
    }
    return match;
  }

  private String match(SliWindow window) {
    return switch (fanOut) {
      case NONE -> "";
      case SERVICE ->
          window.getProbe().isEmpty() ? TopicKeys.peer(window.getServer()) : window.getProbe();
      case EDGE -> series(window);
    };
  }

  /** The series of a window: all of its key but the window. */
  public static String series(SliWindow window) {
    return window.getProbe().isEmpty()
        ? (window.hasClient() ? TopicKeys.peer(window.getClient()) : "")
            + ">"
            + TopicKeys.peer(window.getServer())
            + ">"
            + window.getProtocol()
            + ":"
            + window.getPort()
        : window.getProbe();
  }
}
