package io.weir.collector.source;

import io.weir.runtime.Readiness;
import io.weir.runtime.StartException;
import java.util.Optional;

/**
 * Something on this node, or reachable from it, that events are read from.
 *
 * <p>Inert until {@link #start}. A source owns its threads; it gives events to one {@link
 * EventSink} and never waits for anything else of ours. Bad input becomes a {@code Discarded}
 * event, what never arrived becomes a {@code Loss} event: neither ends a source.
 */
public interface Source extends AutoCloseable {
  /** Name in events and metrics, for example {@code hubble-file}. One source per name. */
  String name();

  /**
   * Starts reading; returns at once. Threads are the source's own.
   *
   * @param sink where events go
   * @param position what this source last gave with an event that is in the spool; empty on the
   *     first start. An unreadable position is an old or foreign one: start as if it were empty and
   *     say so.
   * @throws StartException if it can never work as configured
   */
  void start(EventSink sink, Optional<String> position) throws StartException, InterruptedException;

  /** Whether events can arrive at this moment. Cheap; called by any thread. */
  Readiness readiness();

  /** Stops the threads; no event is given afterwards. Does nothing when called again. */
  @Override
  void close();
}
