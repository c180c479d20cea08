package io.weir.dashboards.map;

import io.weir.dashboards.answer.EdgeFilter;
import io.weir.dashboards.answer.EdgeRow;
import io.weir.dashboards.answer.Orders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An edge of a map, and what it was before where that was asked for.
 *
 * @param now what was counted; nothing for an edge that is gone
 * @param before what was counted at the time before; absent for new edges
 * @param change absent when no time before was asked for
 */
public record MapRow(EdgeRow now, Optional<EdgeRow> before, Optional<Change> change) {
  /** As of edges; by default what changed comes first. */
  public static final Map<String, Comparator<MapRow>> ORDERS = orders();

  private static Map<String, Comparator<MapRow>> orders() {
    Map<String, Comparator<MapRow>> orders = new LinkedHashMap<>();
    Orders.EDGES.forEach(
        (name, order) -> orders.put(name, Comparator.comparing(MapRow::now, order)));
    orders.computeIfPresent(
        "health",
        (name, order) ->
            Comparator.comparing((MapRow row) -> row.change.orElse(Change.SAME))
                .thenComparing(order));
    return orders;
  }

  /** The edges of one time that match. */
  public static List<MapRow> of(MapRollup now, EdgeFilter filter) {
    return now.edges(filter).values().stream()
        .map(edge -> new MapRow(edge, Optional.empty(), Optional.empty()))
        .toList();
  }

  /** The edges of either time that match. */
  public static List<MapRow> compared(MapRollup now, MapRollup before, EdgeFilter filter) {
    SortedMap<String, EdgeRow> present = now.edges(filter);
    SortedMap<String, EdgeRow> past = before.edges(filter);
    List<MapRow> rows = new ArrayList<>();
    present.forEach(
        (id, edge) -> {
          Optional<EdgeRow> then = Optional.ofNullable(past.get(id));
          Change change = Change.between(then.map(EdgeRow::traffic), Optional.of(edge.traffic()));
          rows.add(new MapRow(edge, then, Optional.of(change)));
        });
    past.forEach(
        (id, edge) -> {
          if (!present.containsKey(id)) {
            rows.add(new MapRow(edge.silent(), Optional.of(edge), Optional.of(Change.GONE)));
          }
        });
    return rows;
  }
}
