package io.weir.dashboards.map;

import io.weir.dashboards.map.Arrangement.Spot;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds a place for everybody. Who had one keeps it exactly, who is gone keeps it reserved;
 * newcomers go where their callers and callees suggest. The same input gives the same arrangement.
 */
public final class Arranger {
  /** Beyond every other group: the groups between them are at most so many columns apart. */
  private static final int FAR = 1_000_000;

  private Arranger() {}

  /**
   * Arranges {@code graph}.
   *
   * @param previous where things stood; {@link Arrangement#NONE} to arrange from nothing
   */
  public static Arrangement arrange(MapGraph graph, Arrangement previous) {
    Map<String, String> groupOf = new HashMap<>(graph.groups());
    // A world peer stays on its side, whatever it does today.
    groupOf.replaceAll(
        (id, group) -> {
          Spot spot = previous.nodes().get(id);
          return spot == null ? group : spot.group();
        });
    SortedMap<String, Grid> inside = standing(previous);
    SortedMap<String, SortedSet<String>> newcomers = new TreeMap<>();
    groupOf.forEach(
        (id, group) -> {
          if (!previous.nodes().containsKey(id)) {
            newcomers.computeIfAbsent(group, g -> new TreeSet<>()).add(id);
          }
        });
    Neighbours within = new Neighbours();
    Neighbours between = new Neighbours();
    for (Link link : graph.links()) {
      String from = groupOf.getOrDefault(link.from(), "");
      String to = groupOf.getOrDefault(link.to(), "");
      if (from.equals(to)) {
        within.add(link.from(), link.to());
      } else if (!GroupId.isOutside(from) && !GroupId.isOutside(to)) {
        between.add(from, to);
      }
    }
    newcomers.forEach(
        (group, ids) -> inside.computeIfAbsent(group, g -> new Grid()).place(ids, within));
    return arrangement(groups(previous, inside.keySet(), between), inside);
  }

  private static SortedMap<String, Grid> standing(Arrangement previous) {
    SortedMap<String, Grid> inside = new TreeMap<>();
    previous
        .nodes()
        .forEach(
            (id, spot) ->
                inside.computeIfAbsent(spot.group(), g -> new Grid()).put(id, spot.place()));
    return inside;
  }

  private static SortedMap<String, Place> groups(
      Arrangement previous, Iterable<String> all, Neighbours between) {
    Grid grid = new Grid();
    SortedMap<String, Place> outside = new TreeMap<>();
    SortedSet<String> newcomers = new TreeSet<>();
    for (String group : all) {
      if (group.equals(GroupId.CALLERS)) {
        outside.put(group, new Place(-FAR, 0));
      } else if (group.equals(GroupId.DESTINATIONS)) {
        outside.put(group, new Place(FAR, 0));
      } else if (previous.groups().containsKey(group)) {
        grid.put(group, previous.groups().get(group));
      } else {
        newcomers.add(group);
      }
    }
    if (!newcomers.isEmpty()) {
      grid.place(newcomers, between);
    }
    SortedMap<String, Place> groups = new TreeMap<>(grid.places());
    groups.putAll(outside);
    return groups;
  }

  private static Arrangement arrangement(
      SortedMap<String, Place> groups, SortedMap<String, Grid> inside) {
    SortedMap<String, Spot> nodes = new TreeMap<>();
    inside.forEach(
        (group, grid) ->
            grid.places().forEach((id, place) -> nodes.put(id, new Spot(group, place))));
    return new Arrangement(groups, nodes);
  }
}
