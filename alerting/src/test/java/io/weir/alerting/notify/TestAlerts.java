package io.weir.alerting.notify;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Alerts of a small shop. */
final class TestAlerts {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private TestAlerts() {}

  /** Began at {@link #START}, and goes on. */
  static Alert open(String slo) {
    return new Alert(
        new TreeMap<>(Map.of("alertname", "SloErrorBudgetBurn", "severity", "page", "slo", slo)),
        new TreeMap<>(Map.of("summary", slo + ": 1,240 of 52,000 bad in 1h")),
        START,
        Optional.empty());
  }

  /** The same, begun at another time. */
  static Alert open(String slo, Instant startsAt) {
    Alert alert = open(slo);
    return new Alert(alert.labels(), alert.annotations(), startsAt, Optional.empty());
  }

  static Alert saying(String summary, Alert alert) {
    return new Alert(
        alert.labels(),
        new TreeMap<>(Map.of("summary", summary)),
        alert.startsAt(),
        alert.resolvedAt());
  }

  static Alert over(Alert alert, Instant at) {
    return new Alert(alert.labels(), alert.annotations(), alert.startsAt(), Optional.of(at));
  }
}
