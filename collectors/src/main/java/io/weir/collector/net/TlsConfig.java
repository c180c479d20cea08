package io.weir.collector.net;

import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS towards a server.
 *
 * @param enabled false is plaintext; an address {@code tls://…} turns it on, too
 * @param caFile PEM certificates to trust; absent: those of the JVM
 * @param certFile PEM certificate chain to present; absent: none (no mutual TLS)
 * @param keyFile PEM private key of {@code certFile}, PKCS #8, without password
 * @param serverName name that the server's certificate must carry; absent: the host of the address
 */
public record TlsConfig(
    boolean enabled,
    Optional<Path> caFile,
    Optional<Path> certFile,
    Optional<Path> keyFile,
    Optional<String> serverName) {
  public static final TlsConfig DEFAULT =
      new TlsConfig(false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public TlsConfig {
    if (certFile.isPresent() != keyFile.isPresent()) {
      throw new IllegalArgumentException(
          "key-file: "
              + keyFile.map(Path::toString).orElse("missing")
              + " (expected: given exactly when cert-file is)");
    }
  }
}
