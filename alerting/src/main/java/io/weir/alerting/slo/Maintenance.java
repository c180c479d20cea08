package io.weir.alerting.slo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When a service may be down: what happens then counts neither as good nor as bad, and nothing
 * begins to fire.
 *
 * @param once single spans
 * @param repeated recurring ones
 */
public record Maintenance(List<TimeSpan> once, List<Recurrence> repeated) {
  /** Never. */
  public static final Maintenance NONE = new Maintenance(List.of(), List.of());

  public Maintenance {
    once = List.copyOf(once);
    repeated = List.copyOf(repeated);
  }

  /** Whether there is any. */
  public boolean isNone() {
    return once.isEmpty() && repeated.isEmpty();
  }

  /** The spans that overlap {@code range}, whole, by start; they may overlap each other. */
  public List<TimeSpan> within(TimeSpan range) {
    List<TimeSpan> spans = new ArrayList<>();
    once.stream().filter(range::overlaps).forEach(spans::add);
    repeated.forEach(recurrence -> spans.addAll(recurrence.within(range)));
    spans.sort(Comparator.comparing(TimeSpan::start));
    return spans;
  }
}
