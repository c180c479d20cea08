package io.weir.collector.simulation;

import java.util.HashMap;
import java.util.Map;

/**
 * Ephemeral ports of clients, one after the other by owner. Each new owner of an address begins
 * anew, so a reused address repeats the connections of its former owner number by number.
 */
final class Ports {
  private static final int FIRST = 32_768;
  private static final int LAST = 60_999;

  private final Map<String, Integer> next = new HashMap<>();

  int take(Party owner) {
    String key = owner instanceof Pod pod ? pod.name() + " " + pod.ip() : owner.ip();
    int port = next.getOrDefault(key, FIRST);
    next.put(key, port == LAST ? FIRST : port + 1);
    return port;
  }
}
