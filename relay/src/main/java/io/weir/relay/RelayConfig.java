package io.weir.relay;

import io.weir.relay.ingest.IngestConfig;
import io.weir.relay.publish.PublishConfig;
import java.time.Duration;

/**
 * The relay role.
 *
 * @param host address to listen on; loopback unless it is meant to be reached from elsewhere, since
 *     there is no TLS yet
 * @param port gRPC port for collectors and questions; 0 picks a free one
 * @param drainTimeout how long a stop may wait for Kafka to acknowledge what was read
 * @param ingest what is taken from collectors
 * @param publish how Kafka is written
 */
public record RelayConfig(
    String host, int port, Duration drainTimeout, IngestConfig ingest, PublishConfig publish) {
  public static final RelayConfig DEFAULT =
      new RelayConfig(
          "127.0.0.1", 4245, Duration.ofSeconds(10), IngestConfig.DEFAULT, PublishConfig.DEFAULT);

  public RelayConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host: '' (expected: an address or name to listen on)");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
    if (drainTimeout.isNegative()) {
      throw new IllegalArgumentException("drain-timeout: " + drainTimeout + " (expected: >= 0s)");
    }
  }
}
