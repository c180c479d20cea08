package io.weir.collector.source.probe;

/** Rules that several handlers share. */
final class Checks {
  private Checks() {}

  static void port(int port) {
    between("port", port, 1, 65_535);
  }

  static void between(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }

  static void host(String host) {
    if (host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '@')) {
      throw new IllegalArgumentException("host: " + host + " (expected: a name or an address)");
    }
  }

  /** An IPv6 address needs brackets before a port. */
  static String hostPort(String host, int port) {
    return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
  }
}
