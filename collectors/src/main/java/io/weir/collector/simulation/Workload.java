package io.weir.collector.simulation;

/** A peer as edges name it: {@code cluster/namespace/kind/name}. */
record Workload(String cluster, String namespace, String kind, String name)
    implements Comparable<Workload> {
  String text() {
    return cluster + "/" + namespace + "/" + kind + "/" + name;
  }

  @Override
  public int compareTo(Workload other) {
    return text().compareTo(other.text());
  }
}
