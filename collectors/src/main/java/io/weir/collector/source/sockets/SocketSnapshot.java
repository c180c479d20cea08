package io.weir.collector.source.sockets;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * All sockets at one time. The kernel does not freeze them while they are read, so a socket can be
 * absent from one snapshot and yet be open.
 *
 * @param at when the reading began
 * @param entries of all four tables
 * @param addresses this host's own, without loopback
 * @param clientPorts ports that this host gives to clients
 * @param malformed lines that did not parse
 * @param overflow lines beyond the limit, not read
 */
record SocketSnapshot(
    Instant at,
    List<SocketEntry> entries,
    Set<InetAddress> addresses,
    PortRange clientPorts,
    int malformed,
    int overflow) {

  boolean isLocal(InetAddress address) {
    return address.isLoopbackAddress() || addresses.contains(address);
  }
}
