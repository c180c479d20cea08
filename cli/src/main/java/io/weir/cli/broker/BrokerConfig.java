package io.weir.cli.broker;

/**
 * The Kafka broker that {@code weir up} and {@code weir broker} run.
 *
 * @param host address to listen on
 * @param port TCP port; {@code 0} picks a free one
 * @param advertisedHost name that clients are told to connect to
 * @param messageMaxBytes largest record batch that is accepted
 */
public record BrokerConfig(String host, int port, String advertisedHost, int messageMaxBytes) {
  public static final BrokerConfig DEFAULT =
      new BrokerConfig("127.0.0.1", 9092, "127.0.0.1", 4 * 1024 * 1024);

  public BrokerConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
    if (messageMaxBytes < 1024) {
      throw new IllegalArgumentException(
          "messageMaxBytes: " + messageMaxBytes + " (expected: >= 1024 bytes)");
    }
  }

  /** The same on another port. */
  public BrokerConfig withPort(int newPort) {
    return new BrokerConfig(host, newPort, advertisedHost, messageMaxBytes);
  }
}
