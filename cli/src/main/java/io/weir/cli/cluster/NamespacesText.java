package io.weir.cli.cluster;

import io.weir.flowtext.Colors;
import io.weir.hubble.observer.Namespace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Namespaces as {@code hubble list namespaces} prints them, sorted by cluster, then name. */
final class NamespacesText {
  private NamespacesText() {}

  /** All lines, the last one ended, too. */
  static String of(List<Namespace> namespaces, ListOutput output) {
    List<Namespace> sorted =
        namespaces.stream()
            .sorted(
                Comparator.comparing(Namespace::getCluster).thenComparing(Namespace::getNamespace))
            .toList();
    if (output == ListOutput.json) {
      return ListText.json(sorted);
    }
    List<List<String>> rows = new ArrayList<>();
    boolean wide = output == ListOutput.wide;
    rows.add(wide ? List.of("NAMESPACE", "CLUSTER") : List.of("NAMESPACE"));
    for (Namespace namespace : sorted) {
      String name = Colors.escape(namespace.getNamespace());
      rows.add(wide ? List.of(name, Colors.escape(namespace.getCluster())) : List.of(name));
    }
    return ListText.table(rows);
  }
}
