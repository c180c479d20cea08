package io.weir.cli.observe;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Where the Observer API is. Mix it into commands that ask it. */
public final class ConnectionOptions {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:WEIR_SERVER:-${env:HUBBLE_SERVER:-localhost:4245}}",
      description =
          "Relay or Cilium agent to ask; tls://HOST:PORT for TLS (default: ${DEFAULT-VALUE}).")
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
}
