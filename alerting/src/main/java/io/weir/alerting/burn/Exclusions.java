package io.weir.alerting.burn;

import io.weir.alerting.slo.Maintenance;
import io.weir.alerting.slo.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Answers whether a time is in maintenance, with the spans around the last question at hand. */
final class Exclusions {
  private static final long AROUND_MS = Duration.ofDays(1).toMillis();

  private final Maintenance maintenance;
  private long from = 1;
  private long to;
  private List<TimeSpan> spans = List.of();

  Exclusions(Maintenance maintenance) {
    this.maintenance = maintenance;
  }

  boolean cover(long timeMs) {
    if (maintenance.isNone()) {
      return false;
    }
    if (timeMs < from || timeMs >= to) {
      from = timeMs - AROUND_MS;
      to = timeMs + AROUND_MS;
      spans =
          maintenance.within(new TimeSpan(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to)));
    }
    for (TimeSpan span : spans) {
      if (timeMs >= span.start().toEpochMilli() && timeMs < span.end().toEpochMilli()) {
        return true;
      }
    }
    return false;
  }
}
