package io.weir.alerting.cause;

import java.util.Locale;

/** Short names for sentences. */
final class Names {
  private Names() {}

  /**
   * {@code default/shop/Deployment/cart} is {@code shop/cart}; a peer without namespace its name.
   */
  static String of(String peer) {
    int last = peer.lastIndexOf('/');
    if (last < 0) {
      return peer;
    }
    String name = peer.substring(last + 1);
    String namespace = namespace(peer);
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  /** The second part of a peer's text; empty when there is none. */
  static String namespace(String peer) {
    int first = peer.indexOf('/');
    int second = first < 0 ? -1 : peer.indexOf('/', first + 1);
    return second < 0 ? "" : peer.substring(first + 1, second);
  }

  static String name(String peer) {
    return peer.substring(peer.lastIndexOf('/') + 1);
  }

  /** {@code 33 %}. */
  static String percent(double share) {
    double percent = 100 * share;
    String text =
        percent > 0 && percent < 10
            ? String.format(Locale.ROOT, "%.1f", percent)
            : String.format(Locale.ROOT, "%.0f", percent);
    return text + " %";
  }
}
