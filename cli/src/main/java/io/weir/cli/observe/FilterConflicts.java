package io.weir.cli.observe;

import java.util.List;
import java.util.Set;

/** Flags that contradict each other, as {@code hubble} refuses them. */
final class FilterConflicts {
  private static final List<String> SIDED =
      List.of(
          "pod",
          "namespace",
          "all-namespaces",
          "service",
          "ip",
          "port",
          "fqdn",
          "label",
          "identity",
          "workload",
          "cluster");
  private static final List<List<String>> ONE_OF =
      List.of(List.of("fqdn", "ip", "namespace", "all-namespaces"), List.of("fqdn", "ip", "pod"));

  private FilterConflicts() {}

  /**
   * Refuses the first contradiction.
   *
   * @param flags that were given, without dashes
   * @throws IllegalArgumentException naming both
   */
  static void check(Set<String> flags) {
    for (String name : SIDED) {
      refuse(flags, name, "from-" + name);
      refuse(flags, name, "to-" + name);
    }
    for (String side : List.of("", "from-", "to-")) {
      for (List<String> group : ONE_OF) {
        for (int i = 0; i < group.size(); i++) {
          for (String other : group.subList(i + 1, group.size())) {
            refuse(flags, side + group.get(i), side + other);
          }
        }
      }
    }
    for (String sided : List.of("from-pod", "to-pod", "from-service", "to-service")) {
      refuse(flags, sided, "namespace");
    }
    refuse(flags, "encrypted", "unencrypted");
  }

  private static void refuse(Set<String> flags, String a, String b) {
    if (flags.contains(a) && flags.contains(b)) {
      throw new IllegalArgumentException("filters --" + a + " and --" + b + " cannot be combined");
    }
  }
}
