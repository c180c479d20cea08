package io.weir.dashboards.api;

import io.weir.dashboards.answer.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads points in time as people and scripts write them. */
final class TimeText {
  private static final String RULE =
      "a time like 2026-01-31T10:00:00Z, ms since the epoch, or an age like 5m or 1h30m";
  private static final Pattern AGE =
      Pattern.compile("(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?(?:(\\d{1,7})m)?(?:(\\d{1,9})s)?");
  private static final Pattern EPOCH_MS = Pattern.compile("\\d{1,15}");

  private TimeText() {}

  /**
   * A point in time.
   *
   * @param name of the parameter, for the message
   * @param text RFC 3339, milliseconds since the epoch, or an age before {@code now}
   * @throws BadQuestionException if it is none of them
   */
  static Instant parse(String name, String text, Instant now) {
    try {
      Instant instant = read(text, now);
      // Event time is kept in nanoseconds, which end in 2262.
      TimeRange.nanos(instant);
      return instant;
    } catch (DateTimeException | ArithmeticException e) {
      BadQuestionException bad = new BadQuestionException(name, text, RULE);
      bad.initCause(e);
      throw bad;
    }
  }

  private static Instant read(String text, Instant now) {
    if (text.equals("now")) {
      return now;
    }
    if (EPOCH_MS.matcher(text).matches()) {
      return Instant.ofEpochMilli(Long.parseLong(text));
    }
    Matcher age = AGE.matcher(text);
    if (!text.isEmpty() && age.matches()) {
      return now.minus(
          Duration.ofDays(number(age.group(1)))
              .plusHours(number(age.group(2)))
              .plusMinutes(number(age.group(3)))
              .plusSeconds(number(age.group(4))));
    }
    return OffsetDateTime.parse(text).toInstant();
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
