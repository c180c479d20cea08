package io.weir.collector.source.sockets;

/**
 * Ports that the kernel gives to clients, both inclusive.
 *
 * @param first lowest
 * @param last highest
 */
record PortRange(int first, int last) {
  /** Linux' default. */
  static final PortRange DEFAULT = new PortRange(32_768, 60_999);

  /** Reads {@code /proc/sys/net/ipv4/ip_local_port_range}; anything else is the default. */
  static PortRange parse(String text) {
    String[] ports = text.strip().split("\\s+");
    try {
      int first = Integer.parseInt(ports[0]);
      int last = Integer.parseInt(ports[1]);
      return first >= 0 && first <= last && last <= 65_535 ? new PortRange(first, last) : DEFAULT;
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return DEFAULT;
    }
  }

  boolean contains(int port) {
    return port >= first && port <= last;
  }
}
