package io.weir.collector.spool;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how long events wait for the relay.
 *
 * @param dir directory of the spool; made when missing; one collector at a time may use it
 * @param maxBytes bound on the segment files together; at least four segments
 * @param segmentBytes a segment is closed when it has grown to this; what is acknowledged or
 *     discarded is deleted by whole segments
 * @param maxAge events that have waited longer are discarded and counted as lost ({@code expired})
 * @param fsyncInterval how often written events are forced to the disk. A killed process loses
 *     nothing that {@code put} returned from; a power cut loses at most this much of sources that
 *     cannot be read again. {@code 0s} never forces.
 */
public record SpoolConfig(
    Path dir, long maxBytes, long segmentBytes, Duration maxAge, Duration fsyncInterval) {
  public static final SpoolConfig DEFAULT =
      new SpoolConfig(
          Path.of(".weir", "spool"),
          1L << 30,
          8L << 20,
          Duration.ofDays(7),
          Duration.ofMillis(100));

  private static final int SEGMENTS_MIN = 4;
  private static final long SEGMENT_BYTES_MIN = 1024;
  private static final long SEGMENT_BYTES_MAX = 1L << 30;

  public SpoolConfig {
    if (segmentBytes < SEGMENT_BYTES_MIN || segmentBytes > SEGMENT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "segment-bytes: " + segmentBytes + " (expected: 1KiB to 1GiB)");
    }
    if (maxBytes < SEGMENTS_MIN * segmentBytes) {
      throw new IllegalArgumentException(
          "max-bytes: "
              + maxBytes
              + " (expected: at least "
              + SEGMENTS_MIN
              + " times segment-bytes="
              + segmentBytes
              + ")");
    }
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("max-age: " + maxAge + " (expected: more than 0s)");
    }
    if (fsyncInterval.isNegative()) {
      throw new IllegalArgumentException(
          "fsync-interval: " + fsyncInterval + " (expected: 0s or more)");
    }
  }

  /** The same limits, scaled to {@code share} of the bytes, in a directory below. */
  public SpoolConfig part(String name, double share) {
    long bytes = (long) (maxBytes * share);
    return new SpoolConfig(
        dir.resolve(name),
        bytes,
        Math.max(SEGMENT_BYTES_MIN, Math.min(segmentBytes, bytes / SEGMENTS_MIN)),
        maxAge,
        fsyncInterval);
  }
}
