package io.weir.conformance;

import com.google.common.net.InetAddresses;
import java.math.BigInteger;
import java.util.Arrays;

/** Addresses and address blocks as filters mean them. */
final class Addresses {
  private static final int IPV6_BYTES = 16;

  private Addresses() {}

  /** An address is compared as text, whatever its other spellings; a block by its bits. */
  static boolean matches(String wanted, String text) {
    if (!wanted.contains("/")) {
      return text.equals(wanted);
    }
    return InetAddresses.isInetAddress(text) && contains(wanted, text + "/" + bits(text));
  }

  /** Whether every address of block {@code inner} is in {@code outer}; the families differ. */
  static boolean contains(String outer, String inner) {
    String outerBase = outer.substring(0, outer.indexOf('/'));
    String innerBase = inner.substring(0, inner.indexOf('/'));
    int outerLength = Integer.parseInt(outer.substring(outer.indexOf('/') + 1));
    int innerLength = Integer.parseInt(inner.substring(inner.indexOf('/') + 1));
    int rest = bits(outerBase) - outerLength;
    return bits(outerBase) == bits(innerBase)
        && outerLength <= innerLength
        && number(outerBase).shiftRight(rest).equals(number(innerBase).shiftRight(rest));
  }

  private static int bits(String address) {
    return bytes(address).length * Byte.SIZE;
  }

  private static BigInteger number(String address) {
    return new BigInteger(1, bytes(address));
  }

  /** Java takes {@code ::ffff:10.0.0.1} for an IPv4 address, which its text is not. */
  private static byte[] bytes(String address) {
    byte[] bytes = InetAddresses.forString(address).getAddress();
    if (!address.contains(":") || bytes.length == IPV6_BYTES) {
      return bytes;
    }
    byte[] mapped = new byte[IPV6_BYTES];
    Arrays.fill(mapped, 10, 12, (byte) 0xff);
    System.arraycopy(bytes, 0, mapped, 12, 4);
    return mapped;
  }
}
