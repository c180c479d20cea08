package io.weir.dashboards.answer;

import io.weir.slo.v1.Silence;
import java.time.Instant;
import java.util.List;

/**
 * A silence, or an acknowledgement of an incident.
 *
 * @param id of it
 * @param matchers on labels, all of which must hold; empty for an acknowledgement
 * @param incident that is acknowledged, or empty
 * @param owner who did it
 * @param note why
 * @param state {@code active}, {@code pending} or {@code ended}
 * @param createdAt when
 * @param startsAt from then on
 * @param endsAt until then
 */
public record SilenceRow(
    String id,
    List<String> matchers,
    String incident,
    String owner,
    String note,
    String state,
    Instant createdAt,
    Instant startsAt,
    Instant endsAt) {

  /** As it is at {@code now}. */
  public static SilenceRow of(Silence silence, Instant now) {
    Instant starts = TimeRange.instant(silence.getStartsNs());
    Instant ends = TimeRange.instant(silence.getEndsNs());
    return new SilenceRow(
        silence.getId(),
        silence.getMatchersList(),
        silence.getIncident(),
        silence.getOwner(),
        silence.getNote(),
        !now.isBefore(ends) ? "ended" : now.isBefore(starts) ? "pending" : "active",
        TimeRange.instant(silence.getCreatedNs()),
        starts,
        ends);
  }

  /** Whether it holds, or will. */
  public boolean isLive() {
    return !state.equals("ended");
  }
}
