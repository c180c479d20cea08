package io.weir.cli.observe;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A point in time as people give it: a duration back from now ({@code 5m}), RFC 3339, RFC 1123Z, a
 * date, a date with hour or minute and offset, or what the compact output prints ({@code Jan 5
 * 10:00:00.000}, of the last twelve months).
 */
public final class TimeArgument {
  private static final DateTimeFormatter STAMP =
      formatter("uuuu MMM d HH:mm:ss[.SSS]").withResolverStyle(ResolverStyle.STRICT);

  private static final int LEAP_YEARS_APART_MAX = 8;

  private TimeArgument() {}

  /**
   * The time that {@code text} means.
   *
   * @param flag named in the error
   * @throws IllegalArgumentException if it means none
   */
  public static Instant parse(String flag, String text, Instant now, ZoneId zone) {
    Optional<Instant> relative = Durations.parse(text).map(now::minus);
    return relative.orElseGet(() -> absolute(flag, text, now, zone));
  }

  private static Instant absolute(String flag, String text, Instant now, ZoneId zone) {
    List<Function<String, Instant>> forms =
        List.of(
            value -> OffsetDateTime.parse(value).toInstant(),
            value -> offset(value, "EEE, d MMM yyyy HH:mm:ss xx"),
            value -> offset(value, "yyyy-MM-dd'T'HH:mmXXX"),
            value -> hour(value),
            value -> LocalDate.parse(value).atStartOfDay(zone).toInstant(),
            value -> stamp(value, now, zone));
    for (Function<String, Instant> form : forms) {
      try {
        return form.apply(text);
      } catch (DateTimeException e) {
        // The next form may fit.
      }
    }
    throw new IllegalArgumentException(
        flag + ": " + text + " (expected: like 5m, 2026-01-05T10:00:00Z or 2026-01-05)");
  }

  private static Instant offset(String value, String pattern) {
    return OffsetDateTime.parse(value, formatter(pattern)).toInstant();
  }

  /** {@code 2026-01-05T10+01:00}: without minutes, which the parser wants. */
  private static Instant hour(String value) {
    return offset(value.replaceFirst("(T[0-9]{2})(Z|[-+].*)$", "$1:00$2"), "yyyy-MM-dd'T'HH:mmXXX");
  }

  /** What has no year is of the last twelve months; up to a day ahead is a clock that is wrong. */
  private static Instant stamp(String value, Instant now, ZoneId zone) {
    String text = value.replaceAll(" +", " ");
    int thisYear = now.atZone(zone).getYear();
    for (int year = thisYear + 1; year >= thisYear - LEAP_YEARS_APART_MAX; year--) {
      try {
        Instant time = LocalDateTime.parse(year + " " + text, STAMP).atZone(zone).toInstant();
        if (!time.isAfter(now.plus(Duration.ofDays(1)))) {
          return time;
        }
      } catch (DateTimeException e) {
        // 29 February, or no time at all.
      }
    }
    throw new DateTimeException(value);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
