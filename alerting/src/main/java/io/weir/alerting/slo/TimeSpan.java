package io.weir.alerting.slo;

import java.time.Instant;

/** A span of time, {@code [start, end)}. */
public record TimeSpan(Instant start, Instant end) {
  public TimeSpan {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("end: " + end + " (expected: after start=" + start + ")");
    }
  }

  /** Whether they share an instant. */
  public boolean overlaps(TimeSpan other) {
    return start.isBefore(other.end) && other.start.isBefore(end);
  }
}
