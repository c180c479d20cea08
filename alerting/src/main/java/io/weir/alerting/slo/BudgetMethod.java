package io.weir.alerting.slo;

import java.math.BigDecimal;
import java.time.Duration;

/** What the budget is counted in: events, good slices of time, or the ratios of slices. */
public sealed interface BudgetMethod {
  /** As OpenSLO calls it. */
  String openSloName();

  /** Good events of all events; each event weighs the same. */
  record Occurrences() implements BudgetMethod {
    @Override
    public String openSloName() {
      return "Occurrences";
    }
  }

  /**
   * Good slices of all slices; a slice is good when at least {@code sliceTarget} of its events are.
   *
   * @param slice 10 s or a multiple, aligned to the epoch
   * @param sliceTarget above 0, at most 1
   */
  record Timeslices(Duration slice, BigDecimal sliceTarget, EmptySlices empty)
      implements BudgetMethod {
    public Timeslices {
      requireSlice(slice);
      if (sliceTarget.signum() <= 0 || sliceTarget.compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException(
            "sliceTarget: " + sliceTarget + " (expected: above 0 to 1)");
      }
    }

    @Override
    public String openSloName() {
      return "Timeslices";
    }
  }

  /**
   * The mean of the slices' own ratios; each slice weighs the same whatever its traffic.
   *
   * @param slice as in {@link Timeslices}
   */
  record RatioTimeslices(Duration slice, EmptySlices empty) implements BudgetMethod {
    public RatioTimeslices {
      requireSlice(slice);
    }

    @Override
    public String openSloName() {
      return "RatioTimeslices";
    }
  }

  private static void requireSlice(Duration slice) {
    if (slice.isNegative() || slice.isZero() || slice.toMillis() % 10_000 != 0) {
      throw new IllegalArgumentException("slice: " + slice + " (expected: a multiple of 10 s)");
    }
  }
}
