package io.weir.collector.source.sockets;

import java.net.InetAddress;
import java.util.Arrays;

/** One end of a connection. An IPv4 address inside IPv6 is the IPv4 address. */
record End(InetAddress address, int port) implements Comparable<End> {
  /** Neither address nor port: no peer. */
  boolean isNobody() {
    return port == 0 && address.isAnyLocalAddress();
  }

  @Override
  public int compareTo(End other) {
    int byAddress = Arrays.compareUnsigned(address.getAddress(), other.address.getAddress());
    return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
  }
}
