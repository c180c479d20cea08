package io.weir.alerting.incident;

import io.weir.slo.v1.Incident;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Where incidents are published. Called by one thread. */
public interface IncidentSink extends AutoCloseable {
  /**
   * Writes incidents, and those again that could not be written before. Does not wait for it.
   *
   * @param changed their ids
   * @param current what to write of an id; empty withdraws it
   */
  void write(Set<String> changed, Function<String, Optional<Incident>> current);

  @Override
  void close();
}
