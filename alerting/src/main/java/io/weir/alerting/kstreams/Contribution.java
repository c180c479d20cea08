package io.weir.alerting.kstreams;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What one series counts for one objective in one window of ten seconds: a whole value that
 * replaces the one before, so that it may come twice.
 *
 * @param slo id of the objective before fan-out
 * @param match what the fan-out is for; empty without
 * @param series which of the objective's series; empty in an announcement, which only says that the
 *     objective exists
 */
record Contribution(
    String slo, String match, String series, long startMs, long good, long total, long lost) {
  /** Strings with their lengths, then four longs. */
  private static final byte VERSION_1 = 1;

  /** Says that an objective exists, though nothing may ever count for it. */
  static Contribution announcing(String slo, String match) {
    return new Contribution(slo, match, "", 0, 0, 0, 0);
  }

  boolean isAnnouncement() {
    return series.isEmpty();
  }

  byte[] toBytes() {
    byte[] sloBytes = slo.getBytes(StandardCharsets.UTF_8);
    byte[] matchBytes = match.getBytes(StandardCharsets.UTF_8);
    byte[] seriesBytes = series.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(
            1
                + 3 * Integer.BYTES
                + sloBytes.length
                + matchBytes.length
                + seriesBytes.length
                + 4 * Long.BYTES);
    out.put(VERSION_1);
    put(out, sloBytes);
    put(out, matchBytes);
    put(out, seriesBytes);
    return out.putLong(startMs).putLong(good).putLong(total).putLong(lost).array();
  }

  private static void put(ByteBuffer out, byte[] text) {
    out.putInt(text.length).put(text);
  }

  /**
   * @throws IllegalArgumentException for bytes of a newer version
   */
  static Contribution of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte version = in.get();
    if (version != VERSION_1) {
      throw new IllegalArgumentException("version: " + version + " (expected: 1)");
    }
    return new Contribution(
        text(in), text(in), text(in), in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  private static String text(ByteBuffer in) {
    byte[] text = new byte[in.getInt()];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
