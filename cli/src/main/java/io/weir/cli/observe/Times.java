package io.weir.cli.observe;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Writes the times of answers.
 *
 * @param format how
 * @param zone where the reader is
 */
record Times(TimeFormat format, ZoneId zone) {
  /** The text; {@code N/A} for what is no time. */
  String text(Timestamp time) {
    try {
      return format.format(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()), zone);
    } catch (DateTimeException | ArithmeticException e) {
      return "N/A";
    }
  }
}
