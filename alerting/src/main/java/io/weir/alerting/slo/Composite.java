package io.weir.alerting.slo;

import java.util.List;

/**
 * Several objectives as one. OpenSLO names the weights but not the formula; this is ours:
 *
 * <ul>
 *   <li>Occurrences: the composite burns as fast as the one that burns fastest, each rate times its
 *       weight: {@code max(w_i * BR_i)}. A sum would page for three objectives that each keep their
 *       promise, a mean would let two idle ones hide a third that fails.
 *   <li>Timeslices: a slice is bad when it is bad for any objective; weights mean nothing.
 *   <li>RatioTimeslices: {@code max(0, 1 - sum(w_i * (1 - mean_i)))}, so two objectives at 95 %
 *       give 90 %.
 * </ul>
 *
 * @param id as of an {@link Slo}
 */
public record Composite(String id, List<Part> parts) {
  /**
   * One objective of it.
   *
   * @param weight above 0; 1 when nobody says
   */
  public record Part(Slo slo, double weight) {
    public Part {
      if (!(weight > 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException("weight: " + weight + " (expected: above 0)");
      }
    }
  }

  public Composite {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("parts: none (expected: at least one)");
    }
    if (parts.stream().map(part -> part.slo().objective().method().getClass()).distinct().count()
        > 1) {
      throw new IllegalArgumentException("parts: several methods (expected: one budgeting method)");
    }
  }

  /**
   * The composite's burn rate, or share of budget spent, from those of its parts in their order.
   */
  public double burnRate(double[] rates) {
    double fastest = 0;
    for (int i = 0; i < rates.length; i++) {
      fastest = Math.max(fastest, parts.get(i).weight() * rates[i]);
    }
    return fastest;
  }

  /** RatioTimeslices: the composite's indicator from the means of its parts, {@code 0..1}. */
  public double ratio(double[] means) {
    double deficit = 0;
    for (int i = 0; i < means.length; i++) {
      deficit += parts.get(i).weight() * (1 - means[i]);
    }
    return Math.max(0, 1 - deficit);
  }
}
