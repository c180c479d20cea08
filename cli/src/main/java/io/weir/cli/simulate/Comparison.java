package io.weir.cli.simulate;

import io.weir.collector.simulation.Counts;
import io.weir.collector.simulation.Sli;
import io.weir.collector.simulation.Truth;
import io.weir.collector.simulation.TruthJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was counted against the truth: every edge, indicator and drop of every window.
 *
 * <p>Exact, with one exception: where reports were lost, what they would have said may be missing,
 * by as many as were lost. The number of reports themselves is exact there too.
 */
public final class Comparison {
  /** Named in the truth alone. */
  private static final Set<String> NOT_COUNTED = Set.of(Counts.UNSEEN, Counts.DNS_DENIED);

  private final Truth truth;
  private final Counted counted;
  private final List<Difference> differences = new ArrayList<>();
  private long compared;

  private Comparison(Truth truth, Counted counted) {
    this.truth = truth;
    this.counted = counted;
  }

  /**
   * What came out.
   *
   * @param differences in the order of edges, indicators, drops
   * @param compared how many counts were looked at
   */
  public record Result(List<Difference> differences, long compared) {}

  /** Compares all there is on either side. */
  public static Result of(Truth truth, Counted counted) {
    Comparison comparison = new Comparison(truth, counted);
    comparison.edges();
    comparison.indicators();
    comparison.drops();
    return new Result(List.copyOf(comparison.differences), comparison.compared);
  }

  /**
   * Compares the sums over all windows of one length, edge by edge: what holds where clocks are
   * wrong, since a wrong clock moves events to other windows but neither adds nor takes any. Where
   * reports were lost it says nothing.
   *
   * @param lengthNs of the windows that are added up
   */
  public static Result ofTotals(Truth truth, Counted counted, long lengthNs) {
    Comparison comparison = new Comparison(truth, counted);
    for (Truth.Edge edge : union(truth.edges().keySet(), counted.edges.keySet())) {
      SortedMap<String, Long> expected = total(in(truth.edges(), edge), lengthNs);
      SortedMap<String, Long> found = total(in(counted.edges, edge), lengthNs);
      for (String name : union(expected.keySet(), found.keySet())) {
        if (!NOT_COUNTED.contains(name)) {
          comparison.compare(
              "edge",
              edge.text(),
              new Truth.Slot(lengthNs, 0),
              name,
              Counts.get(found, name),
              Counts.get(expected, name),
              0);
        }
      }
    }
    return new Result(List.copyOf(comparison.differences), comparison.compared);
  }

  private static SortedMap<String, Long> total(
      SortedMap<Truth.Slot, SortedMap<String, Long>> slots, long lengthNs) {
    SortedMap<String, Long> total = new TreeMap<>();
    slots.forEach(
        (slot, counts) -> {
          if (slot.lengthNs() == lengthNs) {
            counts.forEach((name, count) -> total.merge(name, count, Long::sum));
          }
        });
    return total;
  }

  private void edges() {
    for (Truth.Edge edge : union(truth.edges().keySet(), counted.edges.keySet())) {
      SortedMap<Truth.Slot, SortedMap<String, Long>> expected = in(truth.edges(), edge);
      SortedMap<Truth.Slot, SortedMap<String, Long>> found = in(counted.edges, edge);
      for (Truth.Slot slot : union(expected.keySet(), found.keySet())) {
        SortedMap<String, Long> should = in(expected, slot);
        SortedMap<String, Long> is = in(found, slot);
        long unseen = Counts.get(should, Counts.UNSEEN);
        for (String name : union(should.keySet(), is.keySet())) {
          if (!NOT_COUNTED.contains(name)) {
            boolean exact = name.equals(Counts.FLOWS) || name.startsWith(Counts.VERDICTS);
            compare(
                "edge",
                edge.text(),
                slot,
                name,
                Counts.get(is, name),
                Counts.get(should, name),
                exact ? 0 : unseen);
          }
        }
      }
    }
  }

  private void indicators() {
    SortedMap<String, SortedMap<Truth.Slot, SortedMap<String, Sli>>> all = expectedIndicators();
    SortedMap<String, SortedMap<Truth.Slot, Long>> unseen = unseen();
    for (String subject : union(all.keySet(), counted.indicators.keySet())) {
      SortedMap<Truth.Slot, SortedMap<String, Sli>> expected = in(all, subject);
      SortedMap<Truth.Slot, SortedMap<String, Sli>> found = in(counted.indicators, subject);
      for (Truth.Slot slot : union(expected.keySet(), found.keySet())) {
        SortedMap<String, Sli> should = in(expected, slot);
        SortedMap<String, Sli> is = in(found, slot);
        long slack = in(unseen, subject).getOrDefault(slot, 0L);
        for (String name : union(should.keySet(), is.keySet())) {
          Sli sliIs = is.getOrDefault(name, Sli.NONE);
          Sli sliShould = should.getOrDefault(name, Sli.NONE);
          compare(
              "indicator", subject, slot, name + ".good", sliIs.good(), sliShould.good(), slack);
          compare(
              "indicator", subject, slot, name + ".total", sliIs.total(), sliShould.total(), slack);
        }
      }
    }
  }

  private SortedMap<String, SortedMap<Truth.Slot, SortedMap<String, Sli>>> expectedIndicators() {
    SortedMap<String, SortedMap<Truth.Slot, SortedMap<String, Sli>>> all =
        new TreeMap<>(TruthJson.services(truth));
    truth
        .edges()
        .forEach(
            (edge, slots) -> {
              SortedMap<Truth.Slot, SortedMap<String, Sli>> here = new TreeMap<>();
              slots.forEach((slot, counts) -> here.put(slot, Counts.indicators(counts)));
              all.put(
                  Counted.subject(edge.client(), edge.server(), edge.protocol(), edge.port()),
                  here);
            });
    truth
        .probes()
        .forEach(
            (probe, slots) -> {
              SortedMap<Truth.Slot, SortedMap<String, Sli>> here = new TreeMap<>();
              slots.forEach(
                  (slot, sli) -> here.put(slot, new TreeMap<>(java.util.Map.of("probe", sli))));
              all.put(probe, here);
            });
    return all;
  }

  private SortedMap<String, SortedMap<Truth.Slot, Long>> unseen() {
    SortedMap<String, SortedMap<Truth.Slot, Long>> unseen = new TreeMap<>();
    truth
        .edges()
        .forEach(
            (edge, slots) ->
                slots.forEach(
                    (slot, counts) -> {
                      long lost = Counts.get(counts, Counts.UNSEEN);
                      for (String subject :
                          List.of(
                              Counted.service(edge.server()),
                              Counted.subject(
                                  edge.client(), edge.server(), edge.protocol(), edge.port()))) {
                        unseen
                            .computeIfAbsent(subject, key -> new TreeMap<>())
                            .merge(slot, lost, Long::sum);
                      }
                    }));
    return unseen;
  }

  private void drops() {
    SortedMap<Truth.Drop, SortedMap<Truth.Slot, Long>> expected = new TreeMap<>();
    truth
        .drops()
        .forEach(
            (drop, slots) -> {
              Truth.Drop group = withoutPolicy(drop);
              slots.forEach(
                  (slot, count) -> {
                    expected
                        .computeIfAbsent(group, key -> new TreeMap<>())
                        .merge(slot, count, Long::sum);
                    policy(drop, group, slot, count);
                  });
            });
    SortedMap<String, SortedMap<Truth.Slot, Long>> unseen = unseen();
    for (Truth.Drop group : union(expected.keySet(), counted.drops.keySet())) {
      SortedMap<Truth.Slot, SortedMap<String, Long>> found = in(counted.drops, group);
      for (Truth.Slot slot : union(in(expected, group).keySet(), found.keySet())) {
        String edge =
            Counted.subject(group.source(), group.destination(), group.protocol(), group.port());
        compare(
            "drop",
            group.text(),
            slot,
            "count",
            Counted.sum(in(found, slot)).count(),
            in(expected, group).getOrDefault(slot, 0L),
            in(unseen, edge).getOrDefault(slot, 0L));
      }
    }
  }

  /** Which policy denied it must be said wherever one did. */
  private void policy(Truth.Drop drop, Truth.Drop group, Truth.Slot slot, long count) {
    if (drop.policy().isEmpty()) {
      return;
    }
    boolean named =
        Counted.sum(in(in(counted.drops, group), slot)).policies().contains(drop.policy());
    compare(
        "drop", group.text(), slot, "named policy " + drop.policy(), named ? count : 0, count, 0);
  }

  private static Truth.Drop withoutPolicy(Truth.Drop drop) {
    return new Truth.Drop(
        drop.reason(),
        drop.direction(),
        drop.source(),
        drop.destination(),
        drop.port(),
        drop.protocol(),
        drop.node(),
        "");
  }

  private void compare(
      String kind, String subject, Truth.Slot slot, String name, long is, long should, long slack) {
    compared++;
    if (Math.abs(is - should) > slack) {
      differences.add(new Difference(kind, subject, slot, name, is, should));
    }
  }

  private static <K extends Comparable<K>> SortedSet<K> union(Set<K> a, Set<K> b) {
    SortedSet<K> union = new TreeSet<>(a);
    union.addAll(b);
    return union;
  }

  private static <K, L extends Comparable<L>, V> SortedMap<L, V> in(
      SortedMap<K, SortedMap<L, V>> map, K key) {
    return map.getOrDefault(key, Collections.emptySortedMap());
  }
}
