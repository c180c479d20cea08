package io.weir.alerting.kstreams;

import io.weir.alerting.burn.CountSeries;
import io.weir.alerting.burn.RuleState;
import io.weir.alerting.burn.SloBurn;
import io.weir.alerting.history.Past;
import io.weir.alerting.history.Past.Recent;
import io.weir.alerting.history.PastCounts;
import io.weir.alerting.history.PastRequest;
import io.weir.alerting.kstreams.SeenCounts.Seen;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Asks for the past of objectives that are new, and puts it in place of what they counted so far:
 * all at once, in the transaction of whatever else their task does, so that no evaluation sees half
 * of it and no crash counts it twice.
 *
 * <p>Windows before the {@link Past#cutMs cut} are final: they are too late to be revised here, and
 * the archive has them. Of those after it the newest value of each series counts, the live one
 * where there is one: the archive may be behind, and what comes later replaces either. Confined to
 * its task.
 */
final class Backfill {
  /** So long the rules of an objective wait for its past; then they are evaluated without. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Put in place at one look; each is some thousand entries in the stores. */
  private static final int AT_ONCE = 10;

  private static final long AHEAD_MS = CountSeries.AHEAD_MAX.toMillis();

  private final PastCounts past;
  private final Duration lateness;
  private final SeenCounts seen;
  private final EventClock clock;
  private final AlertStreamsMetrics metrics;
  private int left;

  Backfill(
      PastCounts past,
      Duration lateness,
      SeenCounts seen,
      EventClock clock,
      AlertStreamsMetrics metrics) {
    this.past = past;
    this.lateness = lateness;
    this.seen = seen;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Whether its rules should wait. */
  boolean holds(LiveObjective of, long wallMs) {
    return past.isThere()
        && of.wanted.filter(want -> wallMs - want.sinceMs < PATIENCE.toMillis()).isPresent();
  }

  /** Whether its past may still come. */
  boolean isAwaited(LiveObjective of) {
    return past.isThere() && of.wanted.isPresent();
  }

  /** Begins a look at all objectives. */
  void begin() {
    left = AT_ONCE;
  }

  /**
   * Asks, or takes the answer, for an objective that {@link #isAwaited awaits} its past.
   *
   * @param headMs where the objective moves on to after this; {@link PastCounts#NO_HEAD} for
   *     nowhere
   */
  void look(LiveObjective of, long headMs, StoredJournal journal, long wallMs) {
    WantedPast want = of.wanted.orElseThrow();
    if (want.isDue(wallMs)) {
      long head = Math.max(headMs, of.burn.headMs());
      want.asked(past.ask(of.burn.slo(), of.definition.match(), head, lateness));
      return;
    }
    if (left == 0) {
      return;
    }
    Optional<Past> answer = want.request().flatMap(PastRequest::take);
    if (answer.isPresent()) {
      left--;
      take(of, answer.get(), journal, wallMs);
    }
  }

  private void take(LiveObjective of, Past found, StoredJournal journal, long wallMs) {
    if (found.isEmpty() || hasLess(found, of.burn)) {
      metrics.pasts("nothing_before").inc();
      over(of, journal);
    } else if (isStale(found, of.burn, wallMs)) {
      metrics.pasts("asked_again").inc();
      of.wanted.ifPresent(want -> want.again(wallMs));
    } else {
      // Without anything live the archive says what time it is.
      clock.saw(found.headMs(), wallMs, wallMs);
      merge(of, found);
      adopt(of, found, journal);
      metrics.pasts("counted").inc();
      over(of, journal);
    }
  }

  private static void over(LiveObjective of, StoredJournal journal) {
    journal.pastIsIn();
    of.wanted = Optional.empty();
  }

  /** The archive began later than the objective: what that counted itself is more. */
  private static boolean hasLess(Past found, SloBurn burn) {
    return burn.firstMs() < found.cutMs() && found.burn().firstMs() > burn.firstMs();
  }

  /**
   * Whether windows since the cut may have come live and be forgotten by now: the last values are
   * kept for twice the lateness behind the newest window, which may be ahead of the head.
   */
  private boolean isStale(Past found, SloBurn burn, long wallMs) {
    boolean began = !found.withHead() && burn.headMs() != Long.MIN_VALUE;
    // That of the task: other objectives' windows make it forget as well.
    long head = clock.isRunning() ? clock.head(wallMs) : found.headMs();
    return began || Math.max(head, burn.headMs()) + AHEAD_MS > found.headMs() + lateness.toMillis();
  }

  /** Adds what came since the cut, from the archive and live, up to where the objective stands. */
  private void merge(LiveObjective of, Past found) {
    long head = Math.max(of.burn.headMs(), found.headMs());
    for (Recent recent : found.recent()) {
      // What is further ahead was not accepted live either, and will come.
      if (recent.startMs() < head + AHEAD_MS && !seen.has(of, recent.series(), recent.startMs())) {
        seen.put(
            of,
            recent.series(),
            recent.startMs(),
            new Seen(recent.good(), recent.total(), recent.lost()));
      }
    }
    SloBurn burn = found.burn();
    for (Map.Entry<Long, Seen> window : seen.since(of, found.cutMs()).entrySet()) {
      Seen counts = window.getValue();
      burn.advance(Math.min(head, window.getKey()));
      burn.add(window.getKey(), counts.good(), counts.total(), counts.lost());
    }
    burn.advance(head);
  }

  private static void adopt(LiveObjective of, Past found, StoredJournal journal) {
    SloBurn burn = found.burn();
    for (String rule : of.burn.ruleNames()) {
      RuleState state = of.burn.state(rule);
      if (!state.equals(RuleState.START)) {
        burn.load(rule, state);
      }
    }
    journal.forgetCounts();
    found.journal().open(burn, journal);
    of.burn = burn;
    of.changed = true;
  }
}
