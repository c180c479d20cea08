package io.weir.flowtext;

import java.util.List;
import java.util.Optional;

/** Security identities that Cilium reserves; their number is their place. */
public final class Identities {
  private static final List<String> RESERVED =
      List.of(
          "unknown",
          "host",
          "world",
          "unmanaged",
          "health",
          "init",
          "remote-node",
          "kube-apiserver",
          "ingress",
          "world-ipv4",
          "world-ipv6",
          "overlay-to-encrypt");

  private Identities() {}

  /** {@code (world)} or {@code (ID:12345)}. */
  public static String text(int identity) {
    return identity >= 0 && identity < RESERVED.size()
        ? "(" + RESERVED.get(identity) + ")"
        : "(ID:" + Integer.toUnsignedString(identity) + ")";
  }

  /** {@code world}, or the number of one that is not reserved. */
  public static String name(int identity) {
    return identity >= 0 && identity < RESERVED.size()
        ? RESERVED.get(identity)
        : Integer.toUnsignedString(identity);
  }

  /** The reserved names. */
  public static List<String> names() {
    return RESERVED;
  }

  /** The number of a reserved name. */
  public static Optional<Integer> number(String name) {
    int index = RESERVED.indexOf(name);
    return index < 0 ? Optional.empty() : Optional.of(index);
  }
}
