package io.weir.alerting.history;

import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.IndicatorSelector.FanOut;
import io.weir.alerting.slo.Maintenance;
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

/**
 * Objectives that differ from the usual one in one thing: the checkout's availability over thirty
 * days with the standard rules.
 */
public record PastSlos(
    String id,
    String server,
    FanOut fanOut,
    BudgetMethod method,
    Period period,
    List<BurnRule> rules,
    Maintenance maintenance,
    Instant from) {

  public static PastSlos standard() {
    return new PastSlos(
        "checkout",
        "*/*/*/checkout",
        FanOut.NONE,
        new BudgetMethod.Occurrences(),
        new Period.Rolling(Duration.ofDays(30)),
        BurnRule.standard(Duration.ofDays(30)),
        Maintenance.NONE,
        Instant.EPOCH);
  }

  public PastSlos named(String other) {
    return new PastSlos(other, server, fanOut, method, period, rules, maintenance, from);
  }

  public PastSlos server(String pattern, FanOut each) {
    return new PastSlos(id, pattern, each, method, period, rules, maintenance, from);
  }

  public PastSlos method(BudgetMethod other) {
    return new PastSlos(id, server, fanOut, other, period, rules, maintenance, from);
  }

  public PastSlos period(Period other) {
    return new PastSlos(id, server, fanOut, method, other, rules, maintenance, from);
  }

  public PastSlos rules(List<BurnRule> others) {
    return new PastSlos(id, server, fanOut, method, period, others, maintenance, from);
  }

  public PastSlos maintenance(Maintenance other) {
    return new PastSlos(id, server, fanOut, method, period, rules, other, from);
  }

  public PastSlos from(Instant other) {
    return new PastSlos(id, server, fanOut, method, period, rules, maintenance, other);
  }

  public Slo build() {
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
        new Objective(Target.of("0.99"), method, period),
        AlertRules.of(rules),
        maintenance,
        from);
  }

  /** Ten seconds of a service of the shop. */
  public static SliWindow window(String service, Instant start, long bad, long total, long lost) {
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
                .setStartNs(start.toEpochMilli() * 1_000_000)
                .setLengthNs(10_000_000_000L))
        .setGood(total - bad)
        .setTotal(total)
        .setLost(lost)
        .build();
  }
}
