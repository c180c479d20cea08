package io.weir.collector.net;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a gRPC server is: {@code host:port}, {@code tls://host:port} or {@code unix:///path}. Knows
 * nothing of gRPC, so that commands can check what was typed before they load it.
 *
 * @param text as it was written
 * @param kind which of the three
 */
public record Address(String text, Kind kind) {
  /** The three forms. */
  public enum Kind {
    PLAIN,
    TLS,
    UNIX
  }

  /** What is allowed, for error messages. */
  public static final String RULE = "host:port, tls://host:port or unix:///path";

  private static final Pattern HOST_PORT =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s:/]+):(\\d{1,5})");
  private static final int PORT_MAX = 65_535;
  private static final String TLS_PREFIX = "tls://";
  private static final String UNIX_PREFIX = "unix:///";

  /** The address that {@code text} is, if it is one. */
  public static Optional<Address> parse(String text) {
    if (text.startsWith(UNIX_PREFIX)) {
      return text.length() > UNIX_PREFIX.length()
          ? Optional.of(new Address(text, Kind.UNIX))
          : Optional.empty();
    }
    Address address = new Address(text, text.startsWith(TLS_PREFIX) ? Kind.TLS : Kind.PLAIN);
    var match = HOST_PORT.matcher(address.hostPort());
    return match.matches() && Integer.parseInt(match.group(2)) <= PORT_MAX
        ? Optional.of(address)
        : Optional.empty();
  }

  /** Without {@code tls://}. */
  private String hostPort() {
    return kind == Kind.TLS ? text.substring(TLS_PREFIX.length()) : text;
  }

  /** What gRPC resolves. */
  String target() {
    return kind == Kind.UNIX ? text : "dns:///" + hostPort();
  }
}
