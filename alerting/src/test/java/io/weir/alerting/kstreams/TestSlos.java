package io.weir.alerting.kstreams;

import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Guard;
import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.IndicatorSelector.FanOut;
import io.weir.alerting.slo.Maintenance;
import io.weir.alerting.slo.NoDataPolicy;
import io.weir.alerting.slo.Objective;
import io.weir.alerting.slo.PeerPattern;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import io.weir.alerting.slo.Target;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objectives of a small shop, and windows of its services. */
final class TestSlos {
  static final Instant START = Instant.parse("2026-01-05T12:00:00Z");
  private static final long NS_PER_MS = 1_000_000;

  private TestSlos() {}

  /** One objective over the services that {@code server} means. */
  static Slo slo(String id, String server, FanOut fanOut) {
    return slo(
        id, server, fanOut, AlertRules.of(BurnRule.standard(Duration.ofDays(30))), Instant.EPOCH);
  }

  static Slo slo(String id, String server, FanOut fanOut, AlertRules rules, Instant from) {
    return new Slo(
        id,
        "shop",
        Map.of(),
        new IndicatorSelector(
            "http-availability",
            Optional.of(PeerPattern.of(server)),
            Optional.empty(),
            0,
            "",
            "",
            fanOut),
        new Objective(
            Target.of("0.999"),
            new BudgetMethod.Occurrences(),
            new Period.Rolling(Duration.ofDays(30))),
        rules,
        Maintenance.NONE,
        from);
  }

  static AlertRules page() {
    return new AlertRules(
        List.of(BurnRule.ofFactor("page", 14.4, Duration.ofHours(1), Duration.ofMinutes(5))),
        List.of(),
        Guard.NONE,
        NoDataPolicy.DEFAULT,
        0.9);
  }

  /** Ten seconds of a service. */
  static SliWindow window(String service, Instant start, long bad, long total) {
    return SliWindow.newBuilder()
        .setIndicator("http-availability")
        .setServer(
            Peer.newBuilder()
                .setCluster("c1")
                .setNamespace("shop")
                .setKind("Deployment")
                .setName(service))
        .setWindow(
            Window.newBuilder()
                .setStartNs(start.toEpochMilli() * NS_PER_MS)
                .setLengthNs(10_000 * NS_PER_MS))
        .setGood(total - bad)
        .setTotal(total)
        .build();
  }
}
