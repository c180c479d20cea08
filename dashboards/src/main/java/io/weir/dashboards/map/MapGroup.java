package io.weir.dashboards.map;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.weir.dashboards.answer.Health;
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
 * @param workloads nodes of it on this map
 * @param health the worst of its nodes
 */
public record MapGroup(
    String id,
    String cluster,
    String namespace,
    String label,
    @JsonUnwrapped Place place,
    int workloads,
    Health health) {
  static MapGroup of(String id, Place place, List<MapNode> nodes) {
    return new MapGroup(
        id,
        GroupId.cluster(id),
        GroupId.namespace(id),
        GroupId.label(id),
        place,
        nodes.size(),
        nodes.stream()
            .map(node -> node.numbers().diagnosis().health())
            .max(Comparator.naturalOrder())
            .orElse(Health.UNKNOWN));
  }
}
