package io.weir.streams.flink;

import io.weir.slo.v1.SloDefinition;
import java.util.Optional;

/**
 * An SLO as it now stands, or what stands in its place and cannot be used.
 *
 * @param name the topic's key
 * @param slo empty when it was withdrawn, or when it cannot be read
 * @param discard what goes to {@code weir.discarded.v1} of it
 */
record Definition(String name, Optional<SloDefinition> slo, Optional<Upsert> discard) {
  Definition(String name, Optional<SloDefinition> slo) {
    this(name, slo, Optional.empty());
  }

  /** A record that cannot be read: the SLO before it stays in force. */
  static Definition refused(String name, Upsert discard) {
    return new Definition(name, Optional.empty(), Optional.of(discard));
  }
}
