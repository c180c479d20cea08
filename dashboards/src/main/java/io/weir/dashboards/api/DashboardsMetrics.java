package io.weir.dashboards.api;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;

/**
 * What the API did. <em>received = answered + rejected + refused + failed + in progress.</em> Alert
 * when {@code outcome="failed"} rises for 5 min (the store cannot be read), and look at {@code
 * concurrent-max} when {@code outcome="refused"} does.
 */
final class DashboardsMetrics {
  private final Counter questions;
  private final Counter documentChanges;
  private final Gauge inProgress;
  private final Histogram seconds;

  DashboardsMetrics(PrometheusRegistry registry) {
    questions =
        Counter.builder()
            .name("weir_dashboards_questions_total")
            .help(
                "Questions by outcome: answered, rejected (not understood), refused (busy), failed")
            .labelNames("question", "outcome")
            .register(registry);
    documentChanges =
        Counter.builder()
            .name("weir_dashboards_slo_document_changes_total")
            .help(
                "Changes of SLO documents by outcome: kept, deleted, invalid, conflict (others need"
                    + " it, or more would be lost), over_capacity, failed (Kafka)")
            .labelNames("outcome")
            .register(registry);
    inProgress =
        Gauge.builder()
            .name("weir_dashboards_questions_in_progress")
            .help("Questions being answered")
            .register(registry);
    seconds =
        Histogram.builder()
            .name("weir_dashboards_question_seconds")
            .help("Time to answer")
            .labelNames("question")
            .classicUpperBounds(0.01, 0.05, 0.1, 0.5, 1, 5, 30)
            .register(registry);
  }

  void started() {
    inProgress.inc();
  }

  void finished(String question, Outcome outcome, double elapsedSeconds) {
    inProgress.dec();
    seconds.labelValues(question).observe(elapsedSeconds);
    questions.labelValues(question, outcome.label).inc();
  }

  void refused(String question) {
    questions.labelValues(question, Outcome.REFUSED.label).inc();
  }

  void changed(Change change) {
    documentChanges.labelValues(change.name().toLowerCase(Locale.ROOT)).inc();
  }

  /** What came of a change of an SLO document. */
  enum Change {
    KEPT,
    DELETED,
    INVALID,
    CONFLICT,
    OVER_CAPACITY,
    FAILED
  }

  /** How a question ended. */
  enum Outcome {
    ANSWERED("answered"),
    REJECTED("rejected"),
    REFUSED("refused"),
    FAILED("failed");

    private final String label;

    Outcome(String label) {
      this.label = label;
    }
  }
}
