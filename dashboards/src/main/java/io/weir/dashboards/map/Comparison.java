package io.weir.dashboards.map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.weir.dashboards.answer.Orders;
import io.weir.dashboards.answer.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How many edges changed against the time before, all that match and not only those shown.
 *
 * @param from start of the time before, inclusive
 * @param to its end, exclusive
 * @param added edges that were not there then
 * @param gone edges that are no more
 * @param degraded edges, see {@link Change}
 * @param improved edges
 */
public record Comparison(
    Instant from,
    Instant to,
    @JsonProperty("new") int added,
    int gone,
    int degraded,
    int improved) {
  /** Counts the changes. */
  public static Comparison of(Instant from, Instant to, List<MapRow> rows) {
    Map<Change, Integer> counts = new EnumMap<>(Change.class);
    rows.forEach(row -> row.change().ifPresent(c -> counts.merge(c, 1, Integer::sum)));
    return new Comparison(
        from,
        to,
        counts.getOrDefault(Change.NEW, 0),
        counts.getOrDefault(Change.GONE, 0),
        counts.getOrDefault(Change.DEGRADED, 0),
        counts.getOrDefault(Change.IMPROVED, 0));
  }

  /** {@code 2 new edges, 1 gone, 3 degraded since …}, and the first of {@code rows}. */
  public String summary(List<MapRow> rows) {
    List<String> parts = new ArrayList<>();
    if (added > 0) {
      parts.add(Words.count(added, "new edge"));
    }
    add(parts, gone, "gone");
    add(parts, degraded, "degraded");
    add(parts, improved, "improved");
    if (parts.isEmpty()) {
      return "No edge of " + rows.size() + " changed since " + from + ".";
    }
    String counts = String.join(", ", parts) + " since " + from + ".";
    return rows.stream()
        .min(Orders.first(MapRow.ORDERS))
        .map(row -> counts + " First: " + row.now().label() + " is " + told(row))
        .orElse(counts);
  }

  private static String told(MapRow row) {
    Change change = row.change().orElse(Change.SAME);
    return change.word() + ". " + row.now().diagnosis().why();
  }

  private static void add(List<String> parts, int count, String word) {
    if (count > 0) {
      parts.add((parts.isEmpty() ? Words.count(count, "edge") : count) + " " + word);
    }
  }
}
