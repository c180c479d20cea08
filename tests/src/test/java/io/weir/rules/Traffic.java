package io.weir.rules;

import io.weir.alerting.rules.PrometheusRules;
import java.util.List;
import java.util.Map;

/** Events of one objective, as Weir counts them for Prometheus. Confined to one test. */
final class Traffic {
  private final String slo;
  private final Counter good = new Counter();
  private final Counter bad = new Counter();

  Traffic(String slo) {
    this.slo = slo;
  }

  /** So many events in each of some minutes, and so many of them bad. */
  Traffic then(long minutes, long events, long badEvents) {
    good.grows(minutes, events - badEvents);
    bad.grows(minutes, badEvents);
    return this;
  }

  /** As {@code input_series}. */
  List<Map<String, Object>> series() {
    return List.of(series("good", good), series("bad", bad));
  }

  private Map<String, Object> series(String result, Counter counter) {
    String labels = "{slo=\"%s\",service=\"shop\",result=\"%s\"}".formatted(slo, result);
    return Map.of("series", PrometheusRules.EVENTS + labels, "values", counter.toString());
  }
}
