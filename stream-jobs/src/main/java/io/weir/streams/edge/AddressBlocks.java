package io.weir.streams.edge;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Address blocks that stand for nameless world peers: /24 in IPv4, /64 in IPv6. */
final class AddressBlocks {
  private static final int V4_BYTES = 3;
  private static final int V6_BYTES = 8;

  private AddressBlocks() {}

  /** {@code 203.0.113.9} becomes {@code 203.0.113.0/24}; what is no address stays as it is. */
  static String of(String ip) {
    if (!InetAddresses.isInetAddress(ip)) {
      return ip.isEmpty() ? Peers.UNKNOWN_NAME : ip;
    }
    InetAddress address = InetAddresses.forString(ip);
    byte[] bytes = address.getAddress();
    int kept = address instanceof Inet4Address ? V4_BYTES : V6_BYTES;
    for (int i = kept; i < bytes.length; i++) {
      bytes[i] = 0;
    }
    try {
      return InetAddresses.toAddrString(InetAddress.getByAddress(bytes)) + "/" + kept * Byte.SIZE;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four or sixteen bytes are an address", e);
    }
  }
}
