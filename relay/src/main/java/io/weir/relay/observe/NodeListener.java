package io.weir.relay.observe;

import io.weir.hubble.observer.Node;
import java.util.List;

/** Wants to know which nodes there are. */
@FunctionalInterface
interface NodeListener {
  /**
   * A name, state, version or address is another one than before; called with all nodes, by name,
   * and once at the beginning. One call at a time, within about a second of the change; must return
   * quickly.
   */
  void changed(List<Node> nodes);
}
