package io.weir.streams.drop;

import java.util.Locale;

/** What a drop means for whoever is on call. */
public enum DropClass {
  /** Somebody's rule says no: look at the rule, not at the network. */
  POLICY,
  /** The datapath should have delivered it and could not. */
  FAULT,
  /** A table, a rate or a horizon is exhausted. */
  CAPACITY,
  /** The packet itself is broken or not supported. */
  INVALID,
  /** The datapath took care of it in another way; nothing is lost. */
  EXPECTED;

  /** As in the topic: {@code policy}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
