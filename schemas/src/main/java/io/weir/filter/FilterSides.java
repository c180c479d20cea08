package io.weir.filter;

import io.weir.hubble.flow.FlowFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Turns flags into FlowFilters. A flag for either side makes two filters of which one must match:
 * <em>left</em>, where the source fits, and <em>right</em>, where the destination does; all other
 * flags go into both. When both come out equal, one is enough.
 */
public final class FilterSides {
  private final Map<String, List<String>> values;
  private final FlowFilter.Builder left = FlowFilter.newBuilder();
  private final FlowFilter.Builder right = FlowFilter.newBuilder();

  private FilterSides(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * The filters for these flags; none for none.
   *
   * @throws IllegalArgumentException if a value or a combination cannot be used
   */
  public static List<FlowFilter> of(List<GivenFilter> given) {
    if (given.isEmpty()) {
      return List.of();
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (GivenFilter filter : given) {
      values.computeIfAbsent(filter.flag(), flag -> new ArrayList<>()).add(filter.value());
    }
    FilterConflicts.check(values.keySet());
    return new FilterSides(values).build();
  }

  private List<FlowFilter> build() {
    sides("pod", FlowFilter.Builder::addSourcePod, FlowFilter.Builder::addDestinationPod);
    sides(
        "service", FlowFilter.Builder::addSourceService, FlowFilter.Builder::addDestinationService);
    sides("ip", FlowFilter.Builder::addSourceIp, FlowFilter.Builder::addDestinationIp);
    sides("port", FlowFilter.Builder::addSourcePort, FlowFilter.Builder::addDestinationPort);
    sides("fqdn", FlowFilter.Builder::addSourceFqdn, FlowFilter.Builder::addDestinationFqdn);
    sides("label", FlowFilter.Builder::addSourceLabel, FlowFilter.Builder::addDestinationLabel);
    sides(
        "cluster",
        FlowFilter.Builder::addSourceClusterName,
        FlowFilter.Builder::addDestinationClusterName);
    sides(
        "identity",
        (filter, value) -> filter.addSourceIdentity(FilterValues.identity(value)),
        (filter, value) -> filter.addDestinationIdentity(FilterValues.identity(value)));
    sides(
        "workload",
        (filter, value) -> filter.addSourceWorkload(FilterValues.workload(value)),
        (filter, value) -> filter.addDestinationWorkload(FilterValues.workload(value)));
    FilterValues.BOTH.forEach(this::both);
    namespaces();
    return left.build().equals(right.build())
        ? List.of(left.build())
        : List.of(left.build(), right.build());
  }

  private void both(String flag, BiConsumer<FlowFilter.Builder, String> field) {
    for (String value : given(flag)) {
      field.accept(left, value);
      field.accept(right, value);
    }
  }

  private void sides(
      String flag,
      BiConsumer<FlowFilter.Builder, String> source,
      BiConsumer<FlowFilter.Builder, String> destination) {
    sides(given(flag), given("from-" + flag), given("to-" + flag), source, destination);
  }

  private void sides(
      List<String> either,
      List<String> from,
      List<String> to,
      BiConsumer<FlowFilter.Builder, String> source,
      BiConsumer<FlowFilter.Builder, String> destination) {
    for (String value : either) {
      source.accept(left, value);
      destination.accept(right, value);
    }
    for (String value : from) {
      source.accept(left, value);
      source.accept(right, value);
    }
    for (String value : to) {
      destination.accept(left, value);
      destination.accept(right, value);
    }
  }

  /** Namespaces say more about names of the same side; without names they stand for their pods. */
  private void namespaces() {
    List<String> either = namespaces("");
    List<String> from = namespaces("from-");
    List<String> to = namespaces("to-");
    for (FlowFilter.Builder filter : List.of(left, right)) {
      FilterNamespaces.source(filter, from);
      FilterNamespaces.destination(filter, to);
    }
    FilterNamespaces.source(left, either);
    FilterNamespaces.destination(right, either);
  }

  /** The empty name is any namespace. */
  private List<String> namespaces(String side) {
    return values.containsKey(side + "all-namespaces") ? List.of("") : given(side + "namespace");
  }

  private List<String> given(String flag) {
    return values.getOrDefault(flag, List.of());
  }
}
