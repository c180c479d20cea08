package io.weir.alerting.kstreams;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.alerting.slo.BurnRule;
import io.weir.slo.v1.SloStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How each objective stands, for Prometheus. Objectives beyond {@link #OBJECTIVES_MAX} have no
 * series: {@code weir.slo-status.v1} has them all. Safe for use by several threads.
 */
final class SloMetrics {
  /** Some ten series each. */
  static final int OBJECTIVES_MAX = 2_000;

  private final Map<String, SloStatus> statuses = new ConcurrentHashMap<>();
  private final Set<String> leftOut = ConcurrentHashMap.newKeySet();

  SloMetrics(PrometheusRegistry registry) {
    gauge("weir_slo_objective_ratio", "Share of events that shall be good.", registry)
        .callback(
            callback ->
                forEach((slo, of) -> callback.call(of.getObjective(), slo, of.getService())))
        .register(registry);
    gauge(
            "weir_slo_error_budget_remaining_ratio",
            "Share of a whole period's error budget that is left; negative when overspent.",
            registry)
        .callback(
            callback ->
                forEach((slo, of) -> callback.call(of.getBudgetLeft(), slo, of.getService())))
        .register(registry);
    gauge(
            "weir_slo_burn_rate_ratio",
            "Bad share of a window by the error budget; 1 spends exactly all of it in a period.",
            registry,
            "window")
        .callback(
            callback ->
                forEach(
                    (slo, of) ->
                        of.getBurnList()
                            .forEach(
                                burn ->
                                    callback.call(
                                        burn.getRate(),
                                        slo,
                                        of.getService(),
                                        BurnRule.text(Duration.ofNanos(burn.getWindowNs()))))))
        .register(registry);
    gauge("weir_slo_alert_open", "1 for each rule whose alert is open.", registry, "rule")
        .callback(
            callback ->
                forEach(
                    (slo, of) ->
                        of.getOpenList()
                            .forEach(rule -> callback.call(1, slo, of.getService(), rule))))
        .register(registry);
    GaugeWithCallback.builder()
        .name("weir_slo_left_out_objectives")
        .help("Objectives without series of their own here, since there are too many.")
        .callback(callback -> callback.call(leftOut.size()))
        .register(registry);
  }

  private interface Visitor {
    void visit(String slo, SloStatus status);
  }

  private void forEach(Visitor visitor) {
    statuses.forEach(visitor::visit);
  }

  private static GaugeWithCallback.Builder gauge(
      String name, String help, PrometheusRegistry registry, String... more) {
    String[] labels = new String[2 + more.length];
    labels[0] = "slo";
    labels[1] = "service";
    System.arraycopy(more, 0, labels, 2, more.length);
    return GaugeWithCallback.builder().name(name).help(help).labelNames(labels);
  }

  /** How one stands now. */
  void stands(SloStatus status) {
    if (statuses.containsKey(status.getSlo()) || statuses.size() < OBJECTIVES_MAX) {
      statuses.put(status.getSlo(), status);
      leftOut.remove(status.getSlo());
    } else {
      leftOut.add(status.getSlo());
    }
  }

  /** This process does not evaluate it any more. */
  void forget(String slo) {
    statuses.remove(slo);
    leftOut.remove(slo);
  }
}
