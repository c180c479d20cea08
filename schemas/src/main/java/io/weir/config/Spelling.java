package io.weir.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Names as they are written, and what somebody may have meant. */
public final class Spelling {
  private Spelling() {}

  /** {@code queueSizeMax} as {@code queue-size-max}; {@code POLICY_DENIED} as policy-denied. */
  static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
  }

  /** {@code relay.ingest.listen-port} as {@code WEIR_RELAY_INGEST_LISTEN_PORT}. */
  static String variable(Collection<String> path) {
    return "WEIR_" + String.join("_", path).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The known name that {@code name} resembles most, if it resembles one. */
  static Optional<String> nearest(String name, Collection<String> known, int distanceMax) {
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= distanceMax)
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  /** A third of the letters may be wrong, two at least. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    return nearest(name, known, Math.max(2, name.length() / 3));
  }

  /**
   * How many letters must be put in, taken out, replaced or exchanged with their neighbour (optimal
   * string alignment).
   */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replaced = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean exchanged =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (exchanged) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
