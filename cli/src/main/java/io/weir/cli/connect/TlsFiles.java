package io.weir.cli.connect;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.weir.collector.net.Address;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;

/**
 * TLS towards the server. Authorities, a name or {@code insecure} turn nothing on: only {@code
 * enabled}, an address {@code tls://…} or a client certificate do, as in Hubble's command.
 *
 * @param enabled whether TLS was asked for
 * @param insecure accept every certificate under every name
 * @param caFiles PEM certificates to trust; empty: those of the JVM
 * @param certFile PEM certificate chain to present
 * @param keyFile its private key: PEM, PKCS #8, without password
 * @param serverName the name that the server's certificate must carry; absent: the host
 */
public record TlsFiles(
    boolean enabled,
    boolean insecure,
    List<Path> caFiles,
    Optional<Path> certFile,
    Optional<Path> keyFile,
    Optional<String> serverName) {
  /** Plaintext. */
  public static final TlsFiles NONE =
      new TlsFiles(false, false, List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  public TlsFiles {
    caFiles = List.copyOf(caFiles);
  }

  /** Whether the connection to {@code address} is encrypted. */
  boolean encrypts(Address address) {
    return enabled || certFile.isPresent() || address.kind() == Address.Kind.TLS;
  }

  /**
   * Reads the files that the connection to {@code address} needs.
   *
   * @throws ConnectionException if one is missing or holds something else
   */
  ChannelCredentials credentials(Address address) throws ConnectionException {
    if (certFile.isPresent() != keyFile.isPresent()) {
      throw new ConnectionException(
          "--tls-client-%s-file: missing (expected: both --tls-client-cert-file and --tls-client-key-file, or neither)"
              .formatted(certFile.isPresent() ? "key" : "cert"));
    }
    if (!encrypts(address)) {
      return InsecureChannelCredentials.create();
    }
    TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
    if (insecure) {
      credentials.trustManager(new TrustEverything());
    } else if (!caFiles.isEmpty()) {
      trust(credentials);
    }
    if (certFile.isPresent() && keyFile.isPresent()) {
      present(credentials, certFile.get(), keyFile.get());
    }
    return credentials.build();
  }

  private void trust(TlsChannelCredentials.Builder credentials) throws ConnectionException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : caFiles) {
      all.writeBytes(certificates("--tls-ca-cert-files", file));
      all.write('\n');
    }
    try {
      credentials.trustManager(new ByteArrayInputStream(all.toByteArray()));
    } catch (IOException e) {
      throw new ConnectionException("--tls-ca-cert-files: " + e.getMessage());
    }
  }

  private static void present(TlsChannelCredentials.Builder credentials, Path cert, Path key)
      throws ConnectionException {
    byte[] chain = certificates("--tls-client-cert-file", cert);
    byte[] secret = read("--tls-client-key-file", key);
    try {
      credentials.keyManager(new ByteArrayInputStream(chain), new ByteArrayInputStream(secret));
    } catch (IOException e) {
      throw new ConnectionException("--tls-client-key-file: " + key + ": " + e.getMessage());
    }
  }

  /** Checked here, where the file has a name; gRPC would only say that something is not PEM. */
  private static byte[] certificates(String flag, Path file) throws ConnectionException {
    byte[] bytes = read(flag, file);
    try {
      if (!CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(bytes))
          .isEmpty()) {
        return bytes;
      }
    } catch (GeneralSecurityException e) {
      // Said below.
    }
    throw new ConnectionException(flag + ": " + file + " (expected: PEM certificates)");
  }

  private static byte[] read(String flag, Path file) throws ConnectionException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ConnectionException(flag + ": " + file + " (expected: a file that exists)");
    } catch (IOException e) {
      throw new ConnectionException(flag + ": " + file + " cannot be read: " + e.getMessage());
    }
  }
}
