package io.weir.alerting.history;

import io.weir.alerting.burn.LateJournal;
import io.weir.alerting.burn.SloBurn;
import io.weir.alerting.history.Past.Recent;
import io.weir.alerting.slo.Slo;
import io.weir.series.v1.SliWindow;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the past of one objective from the windows of its series, which come by time: as if they
 * had come live, and without a look at the rules. Confined to its reader.
 */
final class PastTally {
  private static final long NS_PER_MS = 1_000_000;
  private static final long NOTHING = Long.MIN_VALUE;

  /**
   * Windows after the cut at most, some 60 bytes each: the last hour of a thousand series. An
   * objective of more counts of that hour what it saw itself.
   */
  static final int RECENT_MAX = 500_000;

  private final PastRequest request;
  private final long headMs;
  private final long cutMs;
  private final Reach reach;
  private final LateJournal journal = new LateJournal();
  private final SloBurn burn;
  private final List<Recent> recent = new ArrayList<>();
  private boolean recentAreTooMany;
  private long startMs = NOTHING;
  private long good;
  private long total;
  private long lost;

  /**
   * @param headMs where the objective stands
   * @param sinceMs what was before is not of it
   */
  PastTally(PastRequest request, long headMs, long sinceMs) {
    this.request = request;
    this.headMs = headMs;
    this.cutMs = headMs - request.lateness().toMillis();
    this.reach = Reach.of(request.slo(), headMs, cutMs, sinceMs);
    this.burn = new SloBurn(request.slo(), journal);
  }

  Reach reach() {
    return reach;
  }

  Slo slo() {
    return request.slo();
  }

  String match() {
    return request.match();
  }

  long headMs() {
    return headMs;
  }

  /**
   * Where what is of use ends: further ahead nothing is accepted, however long the answer takes.
   */
  long endMs() {
    return headMs + request.lateness().toMillis();
  }

  /** Adds a window; one at the same time as the last is of another series. */
  void add(String series, SliWindow window) {
    long start = window.getWindow().getStartNs() / NS_PER_MS;
    if (start >= endMs() || start < reach.fromMs()) {
      return;
    }
    if (start >= cutMs) {
      addRecent(new Recent(series, start, window.getGood(), window.getTotal(), window.getLost()));
      return;
    }
    if (start != startMs) {
      count();
      startMs = start;
    }
    good += window.getGood();
    total += window.getTotal();
    // Lost events are those of all nodes, the same in every series: the largest number counts.
    lost = Math.max(lost, window.getLost());
  }

  private void addRecent(Recent window) {
    if (recent.size() == RECENT_MAX) {
      recentAreTooMany = true;
      recent.clear();
    }
    if (!recentAreTooMany) {
      recent.add(window);
    }
  }

  private void count() {
    if (startMs != NOTHING) {
      burn.advance(startMs);
      burn.add(startMs, good, total, lost);
    }
    good = 0;
    total = 0;
    lost = 0;
  }

  /** Ends and answers. */
  void answer() {
    count();
    if (startMs != NOTHING) {
      // Otherwise it begins with its first window: before, empty slices of time are none.
      burn.advance(cutMs);
    }
    boolean withHead = request.headMs() != PastCounts.NO_HEAD;
    request.answer(new Past(burn, journal, headMs, withHead, cutMs, recent));
  }
}
