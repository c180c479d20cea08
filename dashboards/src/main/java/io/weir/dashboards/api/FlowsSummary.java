package io.weir.dashboards.api;

import io.weir.dashboards.flows.FlowRow;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sentence about a page of flows: how many, and what is wrong with them. */
final class FlowsSummary {
  private FlowsSummary() {}

  static String of(List<FlowRow> rows, boolean more) {
    if (rows.isEmpty()) {
      return "No flows in this range match.";
    }
    long dropped = rows.stream().filter(row -> row.verdict().equals("DROPPED")).count();
    return (more ? "The newest " : "All ")
        + String.format(Locale.ROOT, "%,d %s", rows.size(), rows.size() == 1 ? "flow" : "flows")
        + (more ? "; older ones follow." : ".")
        + (dropped == 0 ? "" : " Dropped: " + dropped + reason(rows) + ".");
  }

  private static String reason(List<FlowRow> rows) {
    Optional<String> most =
        rows.stream()
            .flatMap(row -> row.reason().stream())
            .collect(Collectors.groupingBy(FlowRow.Reason::text, Collectors.counting()))
            .entrySet()
            .stream()
            .max(
                Map.Entry.<String, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
            .map(Map.Entry::getKey);
    return most.map(text -> ", most of them: " + text).orElse("");
  }
}
