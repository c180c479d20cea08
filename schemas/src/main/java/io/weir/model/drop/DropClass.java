package io.weir.model.drop;

import java.util.Locale;

/** What a drop means for whoever is on call. */
public enum DropClass {
  /** Somebody's rule says no: look at the rule, not at the network. */
  POLICY,
  /** The datapath should have delivered it and could not. */
  FAULT,
  /** A table, a queue, a rate or a horizon is exhausted. */
  CAPACITY,
  /** The packet itself is broken, forged or not supported: a wrong sender, or an attack. */
  INVALID,
  /** The datapath took care of it in another way, or nobody misses it. */
  EXPECTED;

  /** As in the topic: {@code policy}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
