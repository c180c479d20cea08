package io.weir.dashboards.flows;

import io.weir.hubble.observer.GetFlowsResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A page of flows, cut out of an answer that holds the newest up to the cursor's time. Pure.
 *
 * @param flows newest first
 * @param next where the next page begins; empty when there is nothing older in the range
 */
record FlowPage(List<GetFlowsResponse> flows, Optional<Cursor> next) {
  /**
   * Cuts a page.
   *
   * @param answer flows, oldest first; all of them up to the cursor's time, or the newest {@code
   *     asked}
   * @param asked how many were asked for; fewer in the answer means that it is all of the range
   * @param before where the page before ended
   * @param limit rows at most
   * @return empty if the answer does not reach back far enough: ask for more
   */
  static Optional<FlowPage> of(
      List<GetFlowsResponse> answer, int asked, Optional<Cursor> before, int limit) {
    boolean whole = answer.size() < asked;
    int end = before.map(cursor -> end(answer, cursor)).orElse(answer.size());
    if (!whole && end <= limit) {
      return Optional.empty();
    }
    int begin = Math.max(0, end - limit);
    List<GetFlowsResponse> flows = new ArrayList<>(answer.subList(begin, end));
    Collections.reverse(flows);
    return Optional.of(
        new FlowPage(flows, begin == 0 ? Optional.empty() : Optional.of(last(flows, before))));
  }

  /** How many of the answer come before the cursor's row. */
  private static int end(List<GetFlowsResponse> answer, Cursor cursor) {
    int end = answer.size();
    int twins = cursor.twins();
    while (end > 0 && timeNs(answer.get(end - 1)) >= cursor.timeNs()) {
      end--;
      if (FlowId.of(answer.get(end)).equals(cursor.id()) && --twins == 0) {
        return end;
      }
    }
    // The row itself is gone from the archive, and with it what happened at its time.
    return end;
  }

  private static Cursor last(List<GetFlowsResponse> newestFirst, Optional<Cursor> before) {
    GetFlowsResponse last = newestFirst.get(newestFirst.size() - 1);
    long timeNs = timeNs(last);
    String id = FlowId.of(last);
    int twins = 0;
    for (int i = newestFirst.size() - 1; i >= 0 && timeNs(newestFirst.get(i)) == timeNs; i--) {
      twins += FlowId.of(newestFirst.get(i)).equals(id) ? 1 : 0;
    }
    int earlier =
        before
            .filter(cursor -> cursor.timeNs() == timeNs && cursor.id().equals(id))
            .map(Cursor::twins)
            .orElse(0);
    return new Cursor(timeNs, id, twins + earlier);
  }

  private static long timeNs(GetFlowsResponse response) {
    Instant time = FlowRow.instant(response);
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }
}
