package io.weir.collector.source.sockets;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parser of the tables that hold this host's own addresses. */
final class LocalAddresses {
  private LocalAddresses() {}

  /** {@code /proc/net/fib_trie}: an address line, then {@code /32 host LOCAL} if it is ours. */
  static Set<InetAddress> ofFibTrie(List<String> lines) {
    var addresses = new HashSet<InetAddress>();
    Optional<InetAddress> last = Optional.empty();
    for (String line : lines) {
      String text = line.strip();
      if (text.startsWith("|-- ")) {
        last = ipv4(text.substring(4));
      } else if (text.startsWith("/32 ") && text.endsWith(" LOCAL")) {
        last.ifPresent(addresses::add);
      }
    }
    return addresses;
  }

  /** {@code /proc/net/if_inet6}: 32 hex digits, then columns that do not matter here. */
  static Set<InetAddress> ofIfInet6(List<String> lines) {
    var addresses = new HashSet<InetAddress>();
    for (String line : lines) {
      String digits = line.strip().split("\\s+", 2)[0];
      if (digits.length() == 32) {
        try {
          addresses.add(InetAddress.getByAddress(HexFormat.of().parseHex(digits)));
        } catch (IllegalArgumentException | UnknownHostException e) {
          // Not an address line.
        }
      }
    }
    return addresses;
  }

  private static Optional<InetAddress> ipv4(String text) {
    String[] parts = text.split("\\.", -1);
    byte[] bytes = new byte[4];
    try {
      for (int i = 0; i < 4; i++) {
        int part = Integer.parseInt(parts[i]);
        if (part < 0 || part > 255) {
          return Optional.empty();
        }
        bytes[i] = (byte) part;
      }
      return parts.length == 4 ? Optional.of(InetAddress.getByAddress(bytes)) : Optional.empty();
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException | UnknownHostException e) {
      return Optional.empty();
    }
  }
}
