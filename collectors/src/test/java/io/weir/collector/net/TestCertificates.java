package io.weir.collector.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate authority of its own, as PEM files in a folder: made by the JDK's keytool, valid
 * for a day.
 */
public final class TestCertificates {
  private static final String PASSWORD = "changeit";

  private final Path dir;
  private final Path store;

  /** An authority; its certificate is in {@code ca.pem}. */
  public TestCertificates(Path dir, String authority) throws Exception {
    this.dir = Files.createDirectories(dir);
    this.store = dir.resolve("keys.p12");
    generate("ca", "CN=" + authority, "-ext", "bc:critical=ca:true");
    write("ca.pem", "CERTIFICATE", keys().getCertificate("ca").getEncoded());
  }

  /** The authority's certificate. */
  public Path ca() {
    return dir.resolve("ca.pem");
  }

  /** The certificate of {@code name}, and its signer's. */
  public Path cert(String name) {
    return dir.resolve(name + ".pem");
  }

  /** The private key of {@code name}. */
  public Path key(String name) {
    return dir.resolve(name + "-key.pem");
  }

  /**
   * Signs a certificate.
   *
   * @param alternativeNames as keytool takes them: {@code dns:localhost,ip:127.0.0.1}
   */
  public TestCertificates sign(String name, String alternativeNames) throws Exception {
    generate(name, "CN=" + name, "-signer", "ca", "-ext", "san=" + alternativeNames);
    KeyStore keys = keys();
    List<byte[]> chain = new ArrayList<>();
    for (Certificate certificate : keys.getCertificateChain(name)) {
      chain.add(certificate.getEncoded());
    }
    write(name + ".pem", "CERTIFICATE", chain.toArray(new byte[0][]));
    write(name + "-key.pem", "PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded());
    return this;
  }

  private void generate(String alias, String subject, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Xmx64m",
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                subject,
                "-keyalg",
                "EC",
                "-validity",
                "1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
    command.addAll(List.of(more));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(output).isZero();
  }

  private KeyStore keys() throws Exception {
    return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
  }

  private void write(String file, String label, byte[]... encoded) throws Exception {
    StringBuilder pem = new StringBuilder();
    for (byte[] one : encoded) {
      pem.append("-----BEGIN ").append(label).append("-----\n");
      pem.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(one));
      pem.append("\n-----END ").append(label).append("-----\n");
    }
    Files.writeString(dir.resolve(file), pem);
  }
}
