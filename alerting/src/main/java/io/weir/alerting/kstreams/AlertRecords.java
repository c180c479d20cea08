package io.weir.alerting.kstreams;

import com.google.common.hash.Hashing;
import io.weir.alerting.burn.Budget;
import io.weir.alerting.burn.Counts;
import io.weir.alerting.burn.Transition;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Slo;
import io.weir.slo.v1.AlertState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Transitions as values of {@code weir.alerts.v1}. */
final class AlertRecords {
  private static final long NS_PER_MS = 1_000_000;

  private AlertRecords() {}

  /** The key of a rule of an objective: sixteen hexadecimal digits of its names' hash. */
  static String fingerprint(String slo, String rule) {
    return Hashing.sha256()
        .hashString(slo + "|" + rule, StandardCharsets.UTF_8)
        .toString()
        .substring(0, 16);
  }

  static AlertState of(Transition change, Slo slo) {
    Budget budget = change.budget();
    double rate = change.reading().longRate();
    AlertState.Builder alert =
        AlertState.newBuilder()
            .setFingerprint(fingerprint(change.slo(), change.rule()))
            .setSlo(change.slo())
            .setPolicy(change.rule())
            .setState(AlertState.State.valueOf(change.to().state().name()))
            .setSinceNs(change.to().sinceMs() * NS_PER_MS)
            .setUpdatedNs(change.atMs() * NS_PER_MS)
            .setBurnRate(rate)
            .setShortBurnRate(change.reading().shortRate())
            .setThreshold(change.threshold())
            .setSeverity(change.severity())
            .setService(slo.service())
            .setOpen(change.to().open())
            .setOpenedNs(change.to().openedMs() * NS_PER_MS)
            .setBudgetLeft(budget.left())
            .setBadLeft(budget.badLeft())
            .setExhaustedInNs(nanos(budget.exhaustedIn(rate).orElse(Duration.ZERO)))
            .setInWindow(tally(change.reading().longCounts()))
            .setInPeriod(tally(budget.counts()))
            .setHeldBack(change.heldBack())
            .setPartial(change.reading().partial());
    for (BurnRule rule : slo.rules().burn()) {
      if (rule.name().equals(change.rule())) {
        alert.setLongWindowNs(rule.longWindow().toNanos());
        alert.setShortWindowNs(rule.shortWindow().toNanos());
      }
    }
    return alert.build();
  }

  /** Longer than 292 years is for ever. */
  private static long nanos(Duration duration) {
    return duration.toMillis() > Long.MAX_VALUE / NS_PER_MS ? 0 : duration.toNanos();
  }

  static AlertState.Tally tally(Counts counts) {
    return AlertState.Tally.newBuilder()
        .setBad(Math.max(0, counts.bad()))
        .setTotal(Math.max(0, counts.total()))
        .setLost(Math.max(0, counts.lost()))
        .build();
  }
}
