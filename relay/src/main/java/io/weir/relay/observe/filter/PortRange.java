package io.weir.relay.observe.filter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port, or with {@code first-last} a range of ports, which Hubble does not have.
 *
 * @param first 0 to 65535
 * @param last at least {@code first}, inclusive
 */
record PortRange(int first, int last) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");
  private static final int PORT_MAX = 65_535;

  /** Parses {@code text}; the exception's message is the reason alone. */
  static PortRange parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (first <= last && last <= PORT_MAX) {
        return new PortRange(first, last);
      }
    }
    throw new IllegalArgumentException(
        "not a port (expected: 0 to 65535, or a range like 8000-8100)");
  }

  boolean contains(int port) {
    return port >= first && port <= last;
  }

  int size() {
    return last - first + 1;
  }
}
