package io.weir.relay.observe.filter;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Optional;

/**
 * An address block. Bits beyond the prefix are ignored, as Hubble does.
 *
 * @param address any address of the block
 * @param prefixLength 0 to 32 for IPv4, to 128 for IPv6
 */
record Cidr(InetAddress address, int prefixLength) {
  /** Parses {@code address/length}; the exception's message is the reason alone. */
  static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String length = slash < 0 ? "" : text.substring(slash + 1);
    Optional<InetAddress> address = slash < 0 ? Optional.empty() : ip(text.substring(0, slash));
    if (address.isEmpty() || !length.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException("not an address block (expected: address/length)");
    }
    int bits = address.get().getAddress().length * 8;
    int prefixLength = Integer.parseInt(length);
    if (prefixLength > bits) {
      throw new IllegalArgumentException(
          "prefix length " + prefixLength + " (expected: 0 to " + bits + ")");
    }
    return new Cidr(address.get(), prefixLength);
  }

  /** The address in {@code text}, never by asking DNS. */
  static Optional<InetAddress> ip(String text) {
    return InetAddresses.isInetAddress(text)
        ? Optional.of(InetAddresses.forString(text))
        : Optional.empty();
  }

  /** True if the other address lies in this block; false for the other address family. */
  boolean contains(InetAddress other) {
    return sharesPrefix(other);
  }

  /** True if the other block is this one or a part of it. */
  boolean contains(Cidr other) {
    return other.prefixLength >= prefixLength && sharesPrefix(other.address);
  }

  private boolean sharesPrefix(InetAddress other) {
    byte[] a = address.getAddress();
    byte[] b = other.getAddress();
    if (a.length != b.length) {
      return false;
    }
    int whole = prefixLength / 8;
    for (int i = 0; i < whole; i++) {
      if (a[i] != b[i]) {
        return false;
      }
    }
    int rest = prefixLength % 8;
    return rest == 0 || ((a[whole] ^ b[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
  }
}
