package io.weir.collector.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The pod addresses of each node. What was given back last is given out first: real clusters reuse
 * addresses within seconds, and whoever attributes them must cope. At most 65 000 a node.
 */
final class Addresses {
  private static final int PER_BLOCK = 250;
  private static final int ADDRESSES_MAX = 65_000;

  private final List<Deque<String>> free = new ArrayList<>();
  private final int[] used;

  Addresses(int nodes) {
    used = new int[nodes];
    for (int i = 0; i < nodes; i++) {
      free.add(new ArrayDeque<>());
    }
  }

  String take(Node node) {
    String returned = free.get(node.index()).poll();
    if (returned != null) {
      return returned;
    }
    int number = used[node.index()]++;
    if (number >= ADDRESSES_MAX) {
      throw new IllegalArgumentException(
          "nodes: no address left on " + node.name() + " (expected: fewer pods and rollouts)");
    }
    return "10." + (node.index() + 1) + "." + number / PER_BLOCK + "." + (number % PER_BLOCK + 2);
  }

  void giveBack(Node node, String address) {
    free.get(node.index()).push(address);
  }
}
