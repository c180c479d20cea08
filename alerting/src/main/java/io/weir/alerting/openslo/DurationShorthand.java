package io.weir.alerting.openslo;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OpenSLO's {@code duration-shorthand}: one integer and one unit, {@code m h d w M Q Y}; {@code 1m}
 * is a minute and {@code 1M} a month.
 *
 * @param amount 0 or more
 * @param unit one of {@code mhdwMQY}
 */
public record DurationShorthand(int amount, char unit) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})([mhdwMQY])");

  /** Empty when it is none. */
  static Optional<DurationShorthand> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new DurationShorthand(Integer.parseInt(matcher.group(1)), matcher.group(2).charAt(0)))
        : Optional.empty();
  }

  /** As a length; a month is 30, a quarter 90, a year 365 days, as in the reference SDK. */
  public Duration toDuration() {
    return switch (unit) {
      case 'm' -> Duration.ofMinutes(amount);
      case 'h' -> Duration.ofHours(amount);
      case 'd' -> Duration.ofDays(amount);
      case 'w' -> Duration.ofDays(7L * amount);
      case 'M' -> Duration.ofDays(30L * amount);
      case 'Q' -> Duration.ofDays(90L * amount);
      default -> Duration.ofDays(365L * amount);
    };
  }

  /** Its unit on a calendar; a quarter is three months, see {@link #calendarAmount}. */
  ChronoUnit calendarUnit() {
    return switch (unit) {
      case 'm' -> ChronoUnit.MINUTES;
      case 'h' -> ChronoUnit.HOURS;
      case 'd' -> ChronoUnit.DAYS;
      case 'w' -> ChronoUnit.WEEKS;
      case 'M', 'Q' -> ChronoUnit.MONTHS;
      default -> ChronoUnit.YEARS;
    };
  }

  int calendarAmount() {
    return unit == 'Q' ? 3 * amount : amount;
  }

  @Override
  public String toString() {
    return amount + String.valueOf(unit);
  }
}
