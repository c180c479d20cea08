package io.weir.collector.simulation;

import io.weir.hubble.flow.Endpoint;
import java.util.List;

/**
 * A host outside of the cluster.
 *
 * @param name its DNS name; empty for clients, which nobody resolved
 */
record Outsider(String ip, String name) implements Party {
  private static final int WORLD = 2;

  @Override
  public Workload workload() {
    // Nobody's cluster: readers put such peers into the one called default.
    String called = name.isEmpty() ? ip.substring(0, ip.lastIndexOf('.')) + ".0/24" : name;
    return new Workload("default", "", "World", called);
  }

  @Override
  public Endpoint endpoint(boolean local) {
    return Endpoint.newBuilder().setIdentity(WORLD).addLabels("reserved:world").build();
  }

  @Override
  public List<String> names() {
    return name.isEmpty() ? List.of() : List.of(name);
  }
}
