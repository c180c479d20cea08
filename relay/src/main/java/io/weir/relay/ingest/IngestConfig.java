package io.weir.relay.ingest;

import java.time.Duration;

/**
 * What the relay takes from collectors, and how much at a time.
 *
 * @param streamsMax streams at the same time, those included that are gone but whose events Kafka
 *     has not acknowledged; one more is refused with RESOURCE_EXHAUSTED
 * @param eventsInFlightMax credit and unacknowledged events over all streams. Half of it is set
 *     aside in equal parts, so that every possible stream gets some
 * @param bytesInFlightMax encoded bytes of unacknowledged events over all streams; at that limit
 *     the relay stops reading. It can be exceeded by one message a stream
 * @param batchEventsMax events in one batch; a larger one closes its stream
 * @param batchBytesMax one message on the wire, in bytes; a larger one closes its stream
 * @param eventBytesMax one event as Kafka stores it, in bytes; a larger one is discarded
 * @param collectorsPerStreamMax collector runs in one stream (a collector that restarted sends what
 *     its former runs left)
 * @param keepAlive how long a silent connection may last before it is probed
 */
public record IngestConfig(
    int streamsMax,
    int eventsInFlightMax,
    long bytesInFlightMax,
    int batchEventsMax,
    long batchBytesMax,
    long eventBytesMax,
    int collectorsPerStreamMax,
    Duration keepAlive) {
  public static final IngestConfig DEFAULT =
      new IngestConfig(
          256, 262_144, 32 << 20, 10_000, 16 << 20, 1 << 20, 64, Duration.ofSeconds(30));

  public IngestConfig {
    check(streamsMax >= 1, "streams-max", streamsMax, ">= 1");
    check(
        eventsInFlightMax >= 2L * streamsMax,
        "events-in-flight-max",
        eventsInFlightMax,
        ">= twice streams-max=" + streamsMax);
    check(bytesInFlightMax >= 1 << 10, "bytes-in-flight-max", bytesInFlightMax, ">= 1KiB");
    check(
        batchEventsMax >= 1 && batchEventsMax <= 1_000_000,
        "batch-events-max",
        batchEventsMax,
        "1 to 1000000");
    check(
        batchBytesMax >= 1 << 10 && batchBytesMax <= 1 << 30,
        "batch-bytes-max",
        batchBytesMax,
        "1KiB to 1GiB");
    check(
        eventBytesMax >= 1 << 10 && eventBytesMax <= batchBytesMax,
        "event-bytes-max",
        eventBytesMax,
        "1KiB to batch-bytes-max=" + batchBytesMax);
    check(collectorsPerStreamMax >= 1, "collectors-per-stream-max", collectorsPerStreamMax, ">= 1");
    check(keepAlive.compareTo(Duration.ofSeconds(1)) >= 0, "keep-alive", keepAlive, ">= 1s");
  }

  private static void check(boolean valid, String name, Object value, String rule) {
    if (!valid) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + rule + ")");
    }
  }
}
