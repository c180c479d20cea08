package io.weir.dashboards.map;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.weir.dashboards.answer.Health;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A namespace of a cluster, or one side of the world.
 *
 * @param id {@code cluster/namespace}, {@code outside-callers} or {@code outside-destinations}
 * @param cluster empty outside
 * @param namespace empty outside, and for what has none
 * @param label what a person calls it
 * @param place where it stands in the picture
 * @param columns inside it, ascending: those of its nodes, and of nodes that may come back
 * @param rows the same of its rows
 * @param workloads nodes of it on this map
 * @param health the worst of its nodes
 */
public record MapGroup(
    String id,
    String cluster,
    String namespace,
    String label,
    @JsonUnwrapped Place place,
    List<Integer> columns,
    List<Integer> rows,
    int workloads,
    Health health) {
  public MapGroup {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * Of some nodes.
   *
   * @param taken the places in it that are kept, for these nodes and for others
   */
  static MapGroup of(String id, Place place, Collection<Place> taken, List<MapNode> nodes) {
    return new MapGroup(
        id,
        GroupId.cluster(id),
        GroupId.namespace(id),
        GroupId.label(id),
        place,
        taken.stream().map(Place::column).distinct().sorted().toList(),
        taken.stream().map(Place::row).distinct().sorted().toList(),
        nodes.size(),
        nodes.stream()
            .map(node -> node.numbers().diagnosis().health())
            .max(Comparator.naturalOrder())
            .orElse(Health.UNKNOWN));
  }
}
