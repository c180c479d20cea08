package io.weir.relay.observe;

import java.time.Duration;

/**
 * How the Observer API answers.
 *
 * @param ringEvents newest events kept in memory for the live tail; the oldest make room
 * @param ringSizeBytes size of those events on the wire; reached first, it also makes room. On the
 *     heap they take a few times as much
 * @param streams how much clients may ask at a time
 * @param endWait how long a query waits for the live tail to reach what was in the topic when the
 *     query began; afterwards it answers with what is there
 * @param archiveWait how long a query waits for an archive that is further behind than the live
 *     tail reaches back; afterwards it fails with UNAVAILABLE
 * @param lastBufferMax how many of the newest events a query collects in memory; for more it reads
 *     the archive twice instead
 * @param namesMax node names and namespaces remembered, each; more are not listed and counted
 * @param nameRetention how long a node or namespace without events stays listed
 * @param unavailableAfter a collector that is silent for longer counts as out of reach, and its
 *     nodes with it; collectors report every 10 s
 * @param hubbleVersion the Hubble version told to clients, which warn when it is older than theirs
 */
public record ObserveConfig(
    int ringEvents,
    long ringSizeBytes,
    StreamLimits streams,
    Duration endWait,
    Duration archiveWait,
    int lastBufferMax,
    int namesMax,
    Duration nameRetention,
    Duration unavailableAfter,
    String hubbleVersion) {
  public static final ObserveConfig DEFAULT =
      new ObserveConfig(
          65_536,
          64L << 20,
          StreamLimits.DEFAULT,
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          1_000,
          10_000,
          Duration.ofHours(1),
          Duration.ofSeconds(30),
          "1.19.4");

  public ObserveConfig {
    atLeastOne("ring-events", ringEvents, "event");
    atLeastOne("ring-size-bytes", ringSizeBytes, "byte");
    atLeastOne("last-buffer-max", lastBufferMax, "flow");
    atLeastOne("names-max", namesMax, "name");
    notNegative("end-wait", endWait);
    notNegative("archive-wait", archiveWait);
    notNegative("name-retention", nameRetention);
    if (unavailableAfter.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "unavailable-after: " + unavailableAfter + " (expected: >= 1s)");
    }
    if (!hubbleVersion.matches("[0-9]+\\.[0-9]+\\.[0-9]+.*")) {
      throw new IllegalArgumentException(
          "hubble-version: " + hubbleVersion + " (expected: like 1.19.4)");
    }
  }

  private static void atLeastOne(String name, long value, String unit) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1 " + unit + ")");
    }
  }

  private static void notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0s)");
    }
  }
}
