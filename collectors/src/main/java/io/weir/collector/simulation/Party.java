package io.weir.collector.simulation;

import io.weir.hubble.flow.Endpoint;
import java.util.List;

/** Somebody with an address. */
sealed interface Party permits Pod, Outsider {
  String ip();

  Workload workload();

  /**
   * What a report says about it.
   *
   * @param local true on its own node, which knows more
   */
  Endpoint endpoint(boolean local);

  /** DNS names that clients resolved to it. */
  List<String> names();
}
