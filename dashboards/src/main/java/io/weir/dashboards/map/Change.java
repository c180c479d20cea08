package io.weir.dashboards.map;

import com.fasterxml.jackson.annotation.JsonValue;
import io.weir.dashboards.answer.Finding;
import io.weir.dashboards.answer.Health;
import io.weir.dashboards.answer.Layer;
import io.weir.dashboards.answer.Traffic;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How an edge or a node does, compared with another time; what needs a look first.
 *
 * <p>Judged at each layer on counts. A layer became worse, or better, when its share of bad moved
 * by {@link #RATIO_MIN} or more, with at least {@link #EVENTS_MIN} events at both times, and chance
 * alone seldom does that: the two-proportion test says {@link #Z_MIN} standard errors, less than
 * one time in a thousand. A layer that had fewer events before is worse when it is not healthy now
 * and nothing else was unhealthy then. One worse layer is degraded, whatever became better. Traffic
 * that is too little to tell is the same.
 */
public enum Change {
  DEGRADED,
  GONE,
  NEW,
  IMPROVED,
  SAME;

  static final long EVENTS_MIN = 20;
  static final double RATIO_MIN = 0.01;
  static final double Z_MIN = 3.29;

  /** The word in answers, {@code degraded}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What became of it; empty is not seen at that time. */
  public static Change between(Optional<Traffic> before, Optional<Traffic> now) {
    if (before.isEmpty()) {
      return now.isEmpty() ? SAME : NEW;
    }
    if (now.isEmpty()) {
      return GONE;
    }
    Map<Layer, Finding> past = new EnumMap<>(Layer.class);
    Finding.of(before.get()).forEach(finding -> past.put(finding.layer(), finding));
    boolean wasHealthy = Finding.worst(before.get()).filter(Change::isHealthy).isPresent();
    Change change = SAME;
    for (Finding finding : Finding.of(now.get())) {
      if (finding.total() < EVENTS_MIN) {
        continue;
      }
      Finding earlier = past.get(finding.layer());
      if (earlier == null || earlier.total() < EVENTS_MIN) {
        if (wasHealthy && finding.health() != Health.OK) {
          return DEGRADED;
        }
      } else if (isSignificant(earlier, finding)) {
        if (finding.ratio() > earlier.ratio()) {
          return DEGRADED;
        }
        change = IMPROVED;
      }
    }
    return change;
  }

  private static boolean isHealthy(Finding worst) {
    return worst.health() == Health.OK && worst.total() >= EVENTS_MIN;
  }

  /** The two-proportion test with pooled variance. */
  private static boolean isSignificant(Finding before, Finding now) {
    double difference = Math.abs(now.ratio() - before.ratio());
    double pooled = ((double) before.bad() + now.bad()) / ((double) before.total() + now.total());
    double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / before.total() + 1.0 / now.total()));
    return difference >= RATIO_MIN && difference >= Z_MIN * error;
  }
}
