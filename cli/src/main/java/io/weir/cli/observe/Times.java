package io.weir.cli.observe;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Writes the times of answers.
 *
 * @param format how
 * @param zone for which place
 */
record Times(TimeFormat format, ZoneId zone) {
  /**
   * In UTC, as {@code hubble} prints times wherever it runs: lines of two people can be compared.
   */
  static Times utc(TimeFormat format) {
    return new Times(format, ZoneOffset.UTC);
  }

  /** The text; {@code N/A} for what is no time, or none at all. */
  String text(Timestamp time) {
    return Timestamps.isValid(time) && !time.equals(Timestamp.getDefaultInstance())
        ? text(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()))
        : "N/A";
  }

  /** As it goes into a request. */
  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  String text(Instant time) {
    return format.format(time, zone);
  }
}
