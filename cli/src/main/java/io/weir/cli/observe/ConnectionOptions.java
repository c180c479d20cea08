package io.weir.cli.observe;

import io.weir.cli.connect.BasicAuth;
import io.weir.cli.connect.Connection;
import io.weir.cli.connect.ConnectionException;
import io.weir.cli.connect.PortForward;
import io.weir.cli.connect.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Where the Observer API is and how it is reached. Mix it into commands that ask it. Values that
 * are not on the command line come from the environment or a file: see {@code
 * io.weir.cli.settings}.
 */
public final class ConnectionOptions {
  @Option(
      names = "--server",
      paramLabel = "ADDRESS",
      defaultValue = "localhost:4245",
      converter = AddressConverter.class,
      description =
          "Relay or Cilium agent to ask: HOST:PORT, tls://HOST:PORT or unix:///PATH"
              + " (default: ${DEFAULT-VALUE}).")
  String server = "localhost:4245";

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description = "How long connecting may take (default: ${DEFAULT-VALUE}).")
  Duration timeout = Duration.ofSeconds(5);

  @Option(
      names = "--request-timeout",
      paramLabel = "DURATION",
      defaultValue = "12s",
      converter = DurationConverter.class,
      description = "How long an answer that is no stream may take (default: ${DEFAULT-VALUE}).")
  Duration requestTimeout = Duration.ofSeconds(12);

  @Option(names = "--tls", description = "Encrypt; a client certificate implies it.")
  boolean tls;

  @Option(
      names = "--tls-allow-insecure",
      description = "Accept every certificate of the server, under every name. Not for production.")
  boolean tlsAllowInsecure;

  @Option(
      names = "--tls-ca-cert-files",
      paramLabel = "FILES",
      split = ",",
      description = "PEM certificates to trust (default: those of the JVM).")
  List<Path> tlsCaCertFiles = new ArrayList<>();

  @Option(
      names = "--tls-client-cert-file",
      paramLabel = "FILE",
      description = "PEM certificate to present.")
  Optional<Path> tlsClientCertFile = Optional.empty();

  @Option(
      names = "--tls-client-key-file",
      paramLabel = "FILE",
      description = "Its private key, PEM (PKCS #8).")
  Optional<Path> tlsClientKeyFile = Optional.empty();

  @Option(
      names = "--tls-server-name",
      paramLabel = "NAME",
      description = "The name that the server's certificate must carry (default: the host).")
  String tlsServerName = "";

  @Option(
      names = "--basic-auth-username",
      paramLabel = "NAME",
      description = "Sent with every request; needs TLS and a password.")
  String basicAuthUsername = "";

  @Option(
      names = "--basic-auth-password",
      paramLabel = "PASSWORD",
      description = "Better in HUBBLE_BASIC_AUTH_PASSWORD, where ps does not show it.")
  String basicAuthPassword = "";

  @Option(
      names = {"-P", "--port-forward"},
      description = "Reach hubble-relay by kubectl port-forward; --server does not matter then.")
  boolean portForward;

  @Option(
      names = "--port-forward-port",
      paramLabel = "PORT",
      defaultValue = "4245",
      converter = PortConverter.class,
      description = "Local port of the port-forward; 0 for any (default: ${DEFAULT-VALUE}).")
  int portForwardPort = 4245;

  @Option(
      names = "--kube-context",
      paramLabel = "NAME",
      description = "Context of the kubeconfig for --port-forward (default: the current one).")
  String kubeContext = "";

  @Option(
      names = "--kube-namespace",
      paramLabel = "NAME",
      defaultValue = "kube-system",
      description = "Namespace of hubble-relay (default: ${DEFAULT-VALUE}).")
  String kubeNamespace = "kube-system";

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "For --port-forward (default: kubectl's own).")
  String kubeconfig = "";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "File with defaults of these flags (default: see weir config --help).")
  Optional<Path> config = Optional.empty();

  @Option(
      names = {"-D", "--debug"},
      description = "Say on stderr what happens: address, headers, timings.")
  boolean debug;

  /**
   * All of it, checked as far as that goes without files and network.
   *
   * @throws ConnectionException if values do not fit together
   */
  Connection connection() throws ConnectionException {
    return new Connection(
        server,
        timeout,
        requestTimeout,
        new TlsFiles(
            tls,
            tlsAllowInsecure,
            tlsCaCertFiles,
            tlsClientCertFile,
            tlsClientKeyFile,
            given(tlsServerName)),
        BasicAuth.of(basicAuthUsername, basicAuthPassword),
        portForward
            ? Optional.of(
                new PortForward.Plan(
                    "kubectl",
                    portForwardPort,
                    given(kubeContext),
                    kubeNamespace,
                    given(kubeconfig)))
            : Optional.empty(),
        debug);
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
