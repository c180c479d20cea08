package io.weir.dashboards.answer;

import io.weir.series.v1.SliWindow;

/**
 * Which series of an indicator count. Each indicator is there for every service (all its callers),
 * and once more for every edge, so an answer has either: both together would count twice.
 *
 * @param indicator as in {@code weir.slis.v1}
 * @param by services or edges; probes are neither and belong to both
 * @param peers which services, or edges
 * @param probe id of a probe; empty for all
 */
public record SliFilter(String indicator, By by, EdgeFilter peers, String probe) {
  /** What a series is about. */
  public enum By {
    SERVICE,
    EDGE
  }

  /** How the keys of all that matches begin: {@code indicator|client|…}, see {@code TopicKeys}. */
  public String keyPrefix() {
    return keyPrefix(indicator, by);
  }

  /** The same for all services, or edges, of an indicator. */
  public static String keyPrefix(String indicator, By by) {
    return indicator + (by == By.SERVICE ? "||" : "|");
  }

  boolean matches(SliWindow window) {
    if (!indicator.equals(window.getIndicator())) {
      return false;
    }
    if (!window.getProbe().isEmpty()) {
      return probe.isEmpty() || probe.equals(window.getProbe());
    }
    if (!probe.isEmpty() || window.hasClient() != (by == By.EDGE)) {
      return false;
    }
    return by == By.EDGE
        ? peers.matches(window.getClient(), window.getServer())
        : peers.matchesServer(window.getServer());
  }
}
