package io.weir.cli.connect;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A name and a password, sent as {@code authorization: Basic …}. */
public record BasicAuth(String username, String password) {
  /**
   * Both or none.
   *
   * @throws ConnectionException if only one is given
   */
  public static Optional<BasicAuth> of(String username, String password)
      throws ConnectionException {
    if (username.isEmpty() && password.isEmpty()) {
      return Optional.empty();
    }
    if (username.isEmpty() || password.isEmpty()) {
      String missing = username.isEmpty() ? "username" : "password";
      throw new ConnectionException(
          "--basic-auth-%s: missing (expected: both --basic-auth-username and --basic-auth-password, or neither)"
              .formatted(missing));
    }
    return Optional.of(new BasicAuth(username, password));
  }

  /** The header's value. */
  String header() {
    byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public String toString() {
    return "BasicAuth[username=" + username + ", password=***]";
  }
}
