package io.weir.relay.observe.filter;

import java.util.Locale;

/**
 * {@code [cluster/]node} with {@code *} as wildcard, in lower case. A part that is left out stands
 * for any; a flow whose node name has no cluster counts as of cluster {@code default}.
 *
 * @param cluster pattern
 * @param node pattern
 */
record NodePattern(String cluster, String node) {
  static NodePattern parse(String value) {
    String[] parts = value.toLowerCase(Locale.ROOT).split("/", -1);
    if (value.isEmpty() || parts.length > 2) {
      throw new IllegalArgumentException(
          (value.isEmpty() ? "empty" : "more than one slash") + " (expected: [cluster/]node)");
    }
    return parts.length == 1
        ? new NodePattern("*", parts[0])
        : new NodePattern(anyIfEmpty(parts[0]), anyIfEmpty(parts[1]));
  }

  private static String anyIfEmpty(String part) {
    return part.isEmpty() ? "*" : part;
  }
}
