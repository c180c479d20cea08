package io.weir.alerting.kstreams;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.alerting.slo.Slo;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the evaluation counts.
 *
 * <p>{@code weir_alerting_contributions_total = weir_alerting_counted_windows_total} + the
 * discarded but for {@code malformed} + those that repeat what was known.
 *
 * <p>{@code weir_alerting_windows_total} should move while the jobs publish; {@code
 * weir_alerting_evaluations_total} by the number of objectives every ten seconds. Alert when {@code
 * weir_alerting_discarded_windows_total} rises: {@code too_late} is a lateness below that of the
 * jobs, {@code over_capacity} a fan-out that matches more than {@code objectives-max}, {@code
 * unknown_slo} a process with older definitions than another.
 *
 * <p>{@code weir_alerting_pasts_total} is {@code counted} once for each new objective that the
 * archive knows, {@code nothing_before} for others, and {@code asked_again} when the answer was too
 * old: often, when the archive takes longer than half an hour.
 */
public final class AlertStreamsMetrics {
  final Counter windows;
  final Counter contributions;
  final Counter counted;
  final Counter evaluations;
  final Counter transitions;
  final SloMetrics slos;
  private final Counter discarded;
  private final Counter pasts;
  private final Counter events;

  // Events that were counted and taken back: a counter only grows, so later ones make up for them.
  private final Map<String, Long> owed = new ConcurrentHashMap<>();

  public AlertStreamsMetrics(PrometheusRegistry registry) {
    slos = new SloMetrics(registry);
    windows =
        Counter.builder()
            .name("weir_alerting_windows_total")
            .help("Records of weir.slis.v1 that were read.")
            .register(registry);
    contributions =
        Counter.builder()
            .name("weir_alerting_contributions_total")
            .help("Windows of ten seconds that count for an objective.")
            .register(registry);
    counted =
        Counter.builder()
            .name("weir_alerting_counted_windows_total")
            .help("Contributions that changed what an objective counts.")
            .register(registry);
    evaluations =
        Counter.builder()
            .name("weir_alerting_evaluations_total")
            .help("Evaluations of an objective with all its rules.")
            .register(registry);
    transitions =
        Counter.builder()
            .name("weir_alerting_transitions_total")
            .help("Changes of a rule's state that were published.")
            .register(registry);
    events =
        Counter.builder()
            .name("weir_slo_events_total")
            .help("Events that count for an objective, since this process evaluates it.")
            .labelNames("slo", "service", "result")
            .register(registry);
    discarded =
        Counter.builder()
            .name("weir_alerting_discarded_windows_total")
            .help("Windows that count for nothing.")
            .labelNames("reason")
            .register(registry);
    pasts =
        Counter.builder()
            .name("weir_alerting_pasts_total")
            .help("What the archive said of the past of objectives that are new.")
            .labelNames("result")
            .register(registry);
  }

  /**
   * What an objective counted.
   *
   * @param good may be negative: a revision took some back
   */
  void events(Slo slo, long good, long bad) {
    add(slo, "good", good);
    add(slo, "bad", bad);
  }

  private void add(Slo slo, String result, long count) {
    String key = slo.id() + "|" + result;
    long all = count + owed.getOrDefault(key, 0L);
    if (all < 0) {
      owed.put(key, all);
      return;
    }
    owed.remove(key);
    events.labelValues(slo.id(), slo.service(), result).inc(all);
  }

  /** This process does not evaluate an objective any more. */
  void forget(Slo slo) {
    slos.forget(slo.id());
    events.remove(slo.id(), slo.service(), "good");
    events.remove(slo.id(), slo.service(), "bad");
  }

  /** Pasts of objectives by what became of them. */
  CounterDataPoint pasts(String result) {
    return pasts.labelValues(result);
  }

  /** Windows refused for a reason. */
  CounterDataPoint discarded(String reason) {
    return discarded.labelValues(reason);
  }
}
