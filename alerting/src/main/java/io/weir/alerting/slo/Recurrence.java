package io.weir.alerting.slo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/**
 * A span that comes again by a rule of RFC 5545. Local times decide, so 02:00 stays 02:00 when
 * clocks are changed.
 *
 * @param first start of the first one, with its zone
 * @param length of each, up to 31 days
 * @param rule {@code FREQ=WEEKLY;BYDAY=SU}
 */
public record Recurrence(ZonedDateTime first, Duration length, String rule) {
  /** More of them in one range are not looked at: a rule per second would never end. */
  static final int SPANS_MAX = 10_000;

  public Recurrence {
    if (length.isNegative() || length.isZero() || length.compareTo(Duration.ofDays(31)) > 0) {
      throw new IllegalArgumentException("length: " + length + " (expected: up to 31 days)");
    }
    parse(rule);
  }

  private static RecurrenceRule parse(String rule) {
    try {
      return new RecurrenceRule(rule, RecurrenceRule.RfcMode.RFC5545_STRICT);
    } catch (InvalidRecurrenceRuleException | RuntimeException e) {
      throw new IllegalArgumentException(
          "rule: "
              + rule
              + " (expected: RFC 5545, for example FREQ=WEEKLY;BYDAY=SU): "
              + e.getMessage(),
          e);
    }
  }

  /** The spans that overlap {@code range}, by start. */
  List<TimeSpan> within(TimeSpan range) {
    RecurrenceRuleIterator starts =
        parse(rule)
            .iterator(first.toInstant().toEpochMilli(), TimeZone.getTimeZone(first.getZone()));
    starts.fastForward(range.start().minus(length).toEpochMilli());
    List<TimeSpan> spans = new ArrayList<>();
    while (starts.hasNext() && spans.size() < SPANS_MAX) {
      Instant start = Instant.ofEpochMilli(starts.nextMillis());
      if (!start.isBefore(range.end())) {
        break;
      }
      TimeSpan span = new TimeSpan(start, start.plus(length));
      if (span.overlaps(range)) {
        spans.add(span);
      }
    }
    return spans;
  }
}
