package io.weir.cli.observe;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How times are written, by the names that {@code hubble} gives the formats. */
public enum TimeFormat {
  // "ppd" pads the day with a space, as in "Jan  5".
  STAMP_MILLI("StampMilli", "MMM ppd HH:mm:ss.SSS"),
  YEAR_MONTH_DAY("YearMonthDay", "yyyy-MM-dd"),
  YEAR_MONTH_DAY_HOUR("YearMonthDayHour", "yyyy-MM-dd'T'HHXXX"),
  YEAR_MONTH_DAY_HOUR_MINUTE("YearMonthDayHourMinute", "yyyy-MM-dd'T'HH:mmXXX"),
  RFC3339("RFC3339", "yyyy-MM-dd'T'HH:mm:ssXXX"),
  RFC3339_MILLI("RFC3339Milli", 3),
  RFC3339_MICRO("RFC3339Micro", 6),
  RFC3339_NANO("RFC3339Nano", 9),
  RFC1123Z("RFC1123Z", "EEE, dd MMM yyyy HH:mm:ss xx");

  private final String formatName;
  private final DateTimeFormatter formatter;

  TimeFormat(String formatName, String pattern) {
    this.formatName = formatName;
    this.formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  /** RFC 3339 with up to so many digits behind the second, cut rather than rounded; no zeros. */
  TimeFormat(String formatName, int digitsMax) {
    this.formatName = formatName;
    this.formatter =
        new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, digitsMax, true)
            .appendPattern("XXX")
            .toFormatter(Locale.ENGLISH);
  }

  /**
   * The format of that name; case does not matter.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TimeFormat named(String name) {
    return Arrays.stream(values())
        .filter(format -> format.formatName.equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--time-format: "
                        + name
                        + " (expected: "
                        + Arrays.stream(values())
                            .map(format -> format.formatName)
                            .collect(Collectors.joining(", "))
                        + ")"));
  }

  String format(Instant time, ZoneId zone) {
    return formatter.format(time.atZone(zone));
  }
}
