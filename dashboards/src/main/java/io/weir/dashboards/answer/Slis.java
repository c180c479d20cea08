package io.weir.dashboards.answer;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The question about an indicator's past: the orders of its rows, and a sentence. Pure. */
public final class Slis {
  /** The default comes first. */
  public static final Map<String, Comparator<SliRow>> ORDERS = orders();

  private Slis() {}

  private static Map<String, Comparator<SliRow>> orders() {
    Map<String, Comparator<SliRow>> orders = new LinkedHashMap<>();
    orders.put(
        "bad", Comparator.comparingLong((SliRow row) -> -row.bad()).thenComparing(SliRow::label));
    orders.put("name", Comparator.comparing(SliRow::label));
    orders.put(
        "total",
        Comparator.comparingLong((SliRow row) -> -row.total()).thenComparing(SliRow::label));
    return orders;
  }

  /** About all rows. */
  public static String summary(String indicator, List<SliRow> rows) {
    if (rows.isEmpty()) {
      return "Nothing of " + indicator + " in this range.";
    }
    long bad = rows.stream().mapToLong(SliRow::bad).sum();
    long total = rows.stream().mapToLong(SliRow::total).sum();
    String all =
        indicator
            + ": "
            + Words.share(bad, total, "event")
            + " bad in "
            + (rows.size() == 1 ? "one series" : rows.size() + " series")
            + ".";
    SliRow worst = rows.stream().min(Orders.first(ORDERS)).orElseThrow();
    return worst.bad() == 0 || rows.size() == 1
        ? all
        : all
            + " Worst: "
            + worst.label()
            + ", "
            + Words.share(worst.bad(), worst.total(), "event")
            + ".";
  }
}
