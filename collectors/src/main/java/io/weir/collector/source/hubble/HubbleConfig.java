package io.weir.collector.source.hubble;

import io.weir.collector.net.Channels;
import io.weir.collector.net.TlsConfig;
import java.time.Duration;

/**
 * Which Hubble is listened to.
 *
 * @param address a Cilium agent or hubble-relay: {@code host:port}, {@code tls://host:port} or
 *     {@code unix:///path}; empty turns the source off
 * @param tls TLS towards it
 * @param history how far back the very first stream begins; {@code 0s} is from now on
 * @param overlap how far back every later stream begins; what was seen before is left out again.
 *     Must exceed how much a flow can come out of order: hubble-relay sorts within about 1 s
 * @param backoffMin first pause after a failed connection
 * @param backoffMax longest pause
 */
public record HubbleConfig(
    String address,
    TlsConfig tls,
    Duration history,
    Duration overlap,
    Duration backoffMin,
    Duration backoffMax) {
  public static final HubbleConfig DEFAULT =
      new HubbleConfig(
          "",
          TlsConfig.DEFAULT,
          Duration.ZERO,
          Duration.ofSeconds(10),
          Duration.ofMillis(100),
          Duration.ofSeconds(10));

  public HubbleConfig {
    check(
        address.isEmpty() || Channels.isAddress(address),
        "address",
        address,
        "host:port, tls://host:port or unix:///path");
    check(!history.isNegative(), "history", history, "0s or more");
    check(
        !overlap.isNegative() && overlap.compareTo(Duration.ofMinutes(10)) <= 0,
        "overlap",
        overlap,
        "0s to 10m");
    check(
        backoffMin.compareTo(Duration.ofMillis(1)) >= 0, "backoff-min", backoffMin, "1ms or more");
    check(
        backoffMax.compareTo(backoffMin) >= 0,
        "backoff-max",
        backoffMax,
        "at least backoff-min=" + backoffMin);
  }

  private static void check(boolean valid, String name, Object value, String rule) {
    if (!valid) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + rule + ")");
    }
  }
}
