package io.weir.collector.simulation;

import java.time.Duration;

/**
 * A host outside of the cluster that services call by its name.
 *
 * @param address IPv4
 * @param latency median time until it answers
 */
public record OutsideSpec(String address, int port, Duration latency) {
  public OutsideSpec {
    Rules.text("address", address);
    Rules.require(port >= 1 && port <= 65_535, "port", port, "1 to 65535");
    Rules.notNegative("latency", latency);
  }
}
