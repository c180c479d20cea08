package io.weir.alerting.kstreams;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.weir.slo.v1.SloStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class SloMetricsTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final SloMetrics metrics = new SloMetrics(registry);

  private static SloStatus status(String slo) {
    return SloStatus.newBuilder()
        .setSlo(slo)
        .setService("shop")
        .setObjective(0.999)
        .setBudgetLeft(-0.25)
        .addBurn(SloStatus.Burn.newBuilder().setWindowNs(300_000_000_000L).setRate(40.5))
        .addBurn(SloStatus.Burn.newBuilder().setWindowNs(3 * 86_400_000_000_000L).setRate(1.5))
        .addOpen("page-1h")
        .build();
  }

  /** {@code name{label="value"} number}. */
  private List<String> samples() {
    return registry.scrape().stream()
        .flatMap(
            snapshot ->
                snapshot.getDataPoints().stream()
                    .map(
                        point ->
                            snapshot.getMetadata().getName()
                                + point.getLabels()
                                + " "
                                + ((GaugeSnapshot.GaugeDataPointSnapshot) point).getValue()))
        .toList();
  }

  @Test
  void everyObjectiveSaysHowItStands() {
    metrics.stands(status("checkout"));
    assertThat(samples())
        .containsExactlyInAnyOrder(
            "weir_slo_objective_ratio{service=\"shop\",slo=\"checkout\"} 0.999",
            "weir_slo_error_budget_remaining_ratio{service=\"shop\",slo=\"checkout\"} -0.25",
            "weir_slo_burn_rate_ratio{service=\"shop\",slo=\"checkout\",window=\"5m\"} 40.5",
            "weir_slo_burn_rate_ratio{service=\"shop\",slo=\"checkout\",window=\"3d\"} 1.5",
            "weir_slo_alert_open{rule=\"page-1h\",service=\"shop\",slo=\"checkout\"} 1.0",
            "weir_slo_left_out_objectives{} 0.0");
  }

  @Test
  void whatIsForgottenHasNoSeries() {
    metrics.stands(status("checkout"));
    metrics.forget("checkout");
    assertThat(samples()).containsExactly("weir_slo_left_out_objectives{} 0.0");
  }

  @Test
  void thoseBeyondTheLimitAreCounted() {
    for (int i = 0; i < SloMetrics.OBJECTIVES_MAX + 3; i++) {
      metrics.stands(status("slo-" + i));
      metrics.stands(status("slo-" + i));
    }
    assertThat(samples()).contains("weir_slo_left_out_objectives{} 3.0");
    metrics.forget("slo-0");
    metrics.stands(status("slo-" + SloMetrics.OBJECTIVES_MAX));
    assertThat(samples()).contains("weir_slo_left_out_objectives{} 2.0");
  }
}
