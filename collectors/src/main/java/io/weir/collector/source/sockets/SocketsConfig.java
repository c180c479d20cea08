package io.weir.collector.source.sockets;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the connections of this host are polled.
 *
 * @param interval from one poll to the next, 100 ms to 1 min; shorter polls miss fewer short
 *     connections and cost more
 * @param refresh how often an open connection is told again, at least the interval
 * @param connectionsMax connections followed at one time, 1 to 1,000,000; further ones are counted
 *     as lost
 * @param descriptorsMax descriptors read in one poll to find the processes of new sockets
 * @param proc root of the proc file system; another one than {@code /proc} (a host's, mounted into
 *     a container) is read as its process 1 sees the network
 * @param logs folder with the kubelet's log folders, for the names of pods
 */
public record SocketsConfig(
    Duration interval,
    Duration refresh,
    int connectionsMax,
    int descriptorsMax,
    Path proc,
    Path logs) {
  public static final SocketsConfig DEFAULT =
      new SocketsConfig(
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          65_536,
          200_000,
          Path.of("/proc"),
          Path.of("/var/log"));

  public SocketsConfig {
    if (interval.compareTo(Duration.ofMillis(100)) < 0
        || interval.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("interval: " + interval + " (expected: 100ms to 1m)");
    }
    if (refresh.compareTo(interval) < 0) {
      throw new IllegalArgumentException(
          "refresh: " + refresh + " (expected: at least interval=" + interval + ")");
    }
    if (connectionsMax < 1 || connectionsMax > 1_000_000) {
      throw new IllegalArgumentException(
          "connectionsMax: " + connectionsMax + " (expected: 1 to 1000000)");
    }
    if (descriptorsMax < 1) {
      throw new IllegalArgumentException("descriptorsMax: " + descriptorsMax + " (expected: >= 1)");
    }
  }
}
