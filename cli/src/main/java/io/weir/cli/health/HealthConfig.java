package io.weir.cli.health;

/**
 * Metrics and health over HTTP.
 *
 * @param host address to listen on
 * @param port TCP port; {@code 0} picks a free one
 */
public record HealthConfig(String host, int port) {
  public static final HealthConfig DEFAULT = new HealthConfig("127.0.0.1", 4290);

  public HealthConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
  }

  /** The same on another port. */
  public HealthConfig withPort(int newPort) {
    return new HealthConfig(host, newPort);
  }
}
