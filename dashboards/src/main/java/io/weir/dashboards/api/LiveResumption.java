package io.weir.dashboards.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream that broke goes on. Flows arrive nearly in order of time, so a little is sent
 * again: rows have ids. After a long break the stream begins anew, and says what it left out.
 *
 * @param since from then on; empty for what arrives
 * @param gapFrom the last that was sent before the break, if the stream does not go on there
 */
record LiveResumption(Optional<Instant> since, Optional<Instant> gapFrom) {
  /** How late a flow may arrive and still not be lost in a break. */
  static final Duration OVERLAP = Duration.ofSeconds(5);

  /** Longer breaks are for the history to fill. */
  static final Duration BREAK_MAX = Duration.ofMinutes(1);

  /**
   * @param lastEventId that the browser names; what is none begins anew
   */
  static LiveResumption of(@Nullable String lastEventId, Instant now) {
    if (lastEventId == null || !lastEventId.matches("\\d{1,19}")) {
      return new LiveResumption(Optional.empty(), Optional.empty());
    }
    Instant last;
    try {
      last = Instant.ofEpochSecond(0, Long.parseLong(lastEventId));
    } catch (NumberFormatException e) {
      return new LiveResumption(Optional.empty(), Optional.empty());
    }
    return last.isBefore(now.minus(BREAK_MAX))
        ? new LiveResumption(Optional.empty(), Optional.of(last))
        : new LiveResumption(Optional.of(last.minus(OVERLAP)), Optional.empty());
  }
}
