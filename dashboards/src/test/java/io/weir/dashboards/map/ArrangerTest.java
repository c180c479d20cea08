package io.weir.dashboards.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dashboards.map.Arrangement.Spot;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ArrangerTest {
  @Property(tries = 60)
  void everybodyHasAPlaceOfTheirOwn(
      @ForAll @IntRange(min = 1, max = 60) int nodes,
      @ForAll @IntRange(min = 1, max = 6) int groups,
      @ForAll @IntRange(max = 150) int links,
      @ForAll long seed) {
    MapGraph graph = Graphs.any(nodes, groups, links, seed);
    Arrangement some = Arranger.arrange(Graphs.without(graph, 3, 0), Arrangement.NONE);

    for (Arrangement previous : new Arrangement[] {Arrangement.NONE, some}) {
      Arrangement arrangement = Arranger.arrange(graph, previous);

      assertThat(arrangement.nodes().keySet()).isEqualTo(graph.groups().keySet());
      assertThat(arrangement.groups().keySet()).isEqualTo(new TreeSet<>(graph.groups().values()));
      assertThat(new HashSet<>(arrangement.nodes().values()))
          .as("spots")
          .hasSameSizeAs(arrangement.nodes().values());
      assertThat(new HashSet<>(arrangement.groups().values()))
          .as("places of groups")
          .hasSameSizeAs(arrangement.groups().values());
    }
  }

  @Property(tries = 60)
  void nobodyWhoStoodSomewhereMoves(
      @ForAll @IntRange(min = 1, max = 60) int nodes,
      @ForAll @IntRange(min = 1, max = 6) int groups,
      @ForAll @IntRange(max = 150) int links,
      @ForAll long seed) {
    MapGraph graph = Graphs.any(nodes, groups, links, seed);
    Arrangement before = Arranger.arrange(Graphs.without(graph, 4, 1), Arrangement.NONE);

    Arrangement later = Arranger.arrange(Graphs.without(graph, 4, 2), before);

    assertThat(later.nodes()).as("also who is gone").containsAllEntriesOf(before.nodes());
    assertThat(later.groups()).containsAllEntriesOf(before.groups());
  }

  @Property(tries = 40)
  void theSameInputGivesTheSameArrangement(
      @ForAll @IntRange(min = 1, max = 60) int nodes,
      @ForAll @IntRange(min = 1, max = 6) int groups,
      @ForAll @IntRange(max = 150) int links,
      @ForAll long seed) {
    Arrangement first = Arranger.arrange(Graphs.any(nodes, groups, links, seed), Arrangement.NONE);
    Arrangement second = Arranger.arrange(Graphs.any(nodes, groups, links, seed), Arrangement.NONE);

    assertThat(second.toString()).isEqualTo(first.toString());
    assertThat(Arranger.arrange(Graphs.any(nodes, groups, links, seed), first)).isEqualTo(first);
  }

  @Property(tries = 60)
  void arrowsOfAnAcyclicGroupGoToTheRight(
      @ForAll @IntRange(min = 2, max = 60) int nodes,
      @ForAll @IntRange(min = 1, max = 200) int links,
      @ForAll long seed) {
    // With more links some are left out, see Layers.
    MapGraph graph = Graphs.acyclic(nodes, 1, Math.min(links, 4 * nodes), seed);

    assertThat(toTheRight(graph, Arranger.arrange(graph, Arrangement.NONE))).isEqualTo(1.0);
  }

  /** Who comes later finds callers and callees standing as they do, so here it is only most. */
  @Test
  void mostArrowsOfNewcomersGoToTheRightToo() {
    double sum = 0;
    for (int seed = 0; seed < 50; seed++) {
      MapGraph graph = Graphs.acyclic(40, 1, 60, seed);
      Arrangement half = Arranger.arrange(Graphs.without(graph, 2, 0), Arrangement.NONE);
      sum += toTheRight(graph, Arranger.arrange(graph, half));
    }
    assertThat(sum / 50).isGreaterThan(0.75);
  }

  private static double toTheRight(MapGraph graph, Arrangement arrangement) {
    SortedMap<String, Spot> spots = arrangement.nodes();
    long right =
        graph.links().stream()
            .filter(link -> column(spots, link.from()) < column(spots, link.to()))
            .count();
    return (double) right / graph.links().size();
  }

  private static int column(Map<String, Spot> spots, String id) {
    return spots.get(id).place().column();
  }

  @Test
  void theOutsideStandsAtBothEnds() {
    MapGraph graph = Graphs.any(60, 6, 150, 7);

    Arrangement arrangement = Arranger.arrange(graph, Arrangement.NONE);

    Place callers = arrangement.groups().get(GroupId.CALLERS);
    Place destinations = arrangement.groups().get(GroupId.DESTINATIONS);
    Map<String, Place> inside = new TreeMap<>(arrangement.groups());
    inside.keySet().removeIf(GroupId::isOutside);
    assertThat(inside.values()).hasSize(4).allMatch(place -> place.column() > callers.column());
    assertThat(inside.values()).allMatch(place -> place.column() < destinations.column());
  }

  @Test
  void aWorldPeerStaysOnItsSide() {
    MapGraph called =
        new MapGraph(new TreeMap<>(Map.of("w", GroupId.DESTINATIONS)), new TreeSet<>());
    MapGraph calls = new MapGraph(new TreeMap<>(Map.of("w", GroupId.CALLERS)), new TreeSet<>());

    Arrangement before = Arranger.arrange(called, Arrangement.NONE);

    assertThat(Arranger.arrange(calls, before)).isEqualTo(before);
  }

  /** A newcomer between a caller at the top and callees below stands between their rows. */
  @Test
  void aNewcomerStandsRightOfItsCallersNearTheirRow() {
    SortedMap<String, Place> groups = new TreeMap<>(Map.of("c/ns", new Place(0, 0)));
    SortedMap<String, Spot> nodes = new TreeMap<>();
    nodes.put("n0", new Spot("c/ns", new Place(0, 0)));
    nodes.put("n1", new Spot("c/ns", new Place(1, 4)));
    nodes.put("n2", new Spot("c/ns", new Place(1, 2)));
    MapGraph graph =
        new MapGraph(
            new TreeMap<>(Map.of("n0", "c/ns", "n3", "c/ns", "n1", "c/ns", "n2", "c/ns")),
            new TreeSet<>(List.of(new Link("n0", "n3"), new Link("n3", "n1"))));

    Arrangement arrangement = Arranger.arrange(graph, new Arrangement(groups, nodes));

    assertThat(arrangement.nodes().get("n3").place())
        .as("row 2 is the mean, and taken")
        .isEqualTo(new Place(1, 3));
  }

  @Test
  void noColumnGrowsWithoutEnd() {
    SortedMap<String, String> groups = new TreeMap<>();
    TreeSet<Link> links = new TreeSet<>();
    for (int i = 0; i <= 100; i++) {
      groups.put("n" + i, "c/ns");
      if (i > 0) {
        links.add(new Link("n0", "n" + i));
      }
    }
    MapGraph star = new MapGraph(groups, links);
    Arrangement center = Arranger.arrange(Graphs.without(star, 200, 5), Arrangement.NONE);

    assertThat(rows(center.nodes().values())).isLessThanOrEqualTo(16);
    assertThat(
            rows(
                Arranger.arrange(star, Arranger.arrange(one(), Arrangement.NONE)).nodes().values()))
        .as("one by one")
        .isLessThanOrEqualTo(17);
  }

  private static MapGraph one() {
    return new MapGraph(new TreeMap<>(Map.of("n0", "c/ns")), new TreeSet<>());
  }

  private static int rows(Collection<Spot> spots) {
    var rows = spots.stream().mapToInt(spot -> spot.place().row()).summaryStatistics();
    return rows.getMax() - rows.getMin() + 1;
  }
}
