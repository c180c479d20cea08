package io.weir.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Flags that contradict each other, as {@code hubble} refuses them. */
public final class FilterConflicts {
  /** Of each group one at most. */
  private static final List<List<String>> ONE_OF = groups();

  private FilterConflicts() {}

  private static List<List<String>> groups() {
    List<List<String>> groups = new ArrayList<>();
    for (String side : List.of("from-", "to-")) {
      groups.add(
          List.of(
              side + "fqdn",
              side + "ip",
              "ip",
              "fqdn",
              side + "namespace",
              "namespace",
              side + "all-namespaces",
              "all-namespaces"));
      groups.add(List.of(side + "fqdn", side + "ip", "ip", "fqdn", side + "pod", "pod"));
      groups.add(List.of(side + "pod", "namespace", "all-namespaces"));
      groups.add(List.of(side + "service", "namespace", "all-namespaces"));
      for (String name : List.of("label", "service", "port", "identity", "workload")) {
        groups.add(List.of(name, side + name));
      }
    }
    groups.add(List.of("encrypted", "unencrypted"));
    return groups;
  }

  /**
   * Refuses the first contradiction.
   *
   * @param flags that were given, without dashes
   * @throws IllegalArgumentException naming both
   */
  static void check(Set<String> flags) {
    find(flags)
        .ifPresent(
            two -> {
              throw new IllegalArgumentException(
                  "filters --" + two.get(0) + " and --" + two.get(1) + " cannot be combined");
            });
  }

  /**
   * The first two flags that contradict each other.
   *
   * @param flags that were given, without dashes
   */
  public static Optional<List<String>> find(Set<String> flags) {
    return ONE_OF.stream()
        .map(group -> group.stream().filter(flags::contains).limit(2).toList())
        .filter(given -> given.size() > 1)
        .findFirst();
  }
}
