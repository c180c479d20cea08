package io.weir.relay.observe.filter;

/**
 * {@code namespace/prefix} as Hubble reads it for pods and services: the namespace is exact, the
 * name a prefix. {@code prefix} alone means the namespace {@code default}, {@code ns/} the whole
 * namespace, {@code /prefix} any namespace; further path parts are ignored.
 *
 * @param namespace exact; empty stands for any
 * @param prefix of the name; empty for any name
 */
record NamespacedPrefix(String namespace, String prefix) {
  /** Parses {@code text}; the exception's message is the reason alone. */
  static NamespacedPrefix parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("empty (expected: [namespace/]name-prefix)");
    }
    String[] parts = text.split("/", -1);
    return parts.length == 1
        ? new NamespacedPrefix("default", parts[0])
        : new NamespacedPrefix(parts[0], parts[1]);
  }

  /** What has neither a namespace nor a name never matches. */
  boolean matches(String otherNamespace, String otherName) {
    if (otherNamespace.isEmpty() && otherName.isEmpty()) {
      return false;
    }
    return (namespace.isEmpty() || namespace.equals(otherNamespace))
        && otherName.startsWith(prefix);
  }
}
