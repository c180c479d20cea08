package io.weir.collector.source;

import io.weir.ingest.v1.Event;
import java.util.List;
import java.util.Optional;

/** Where a source puts its events: the spool. Safe for use by several threads. */
@FunctionalInterface
public interface EventSink {
  /**
   * Puts events into the spool, all of them or none.
   *
   * <p>Blocks while the spool is full only if {@code position} is present: the source can be read
   * again from there, so waiting loses nothing. Without a position the events are discarded and
   * counted in a {@code Loss} event.
   *
   * @param events in the order in which they were read; an empty list moves the position alone
   * @param position where to read on after these events, in the source's own words; stored
   *     atomically with the events. At most 64 KiB.
   * @throws InterruptedException if interrupted while waiting; none of the events is kept then
   */
  void put(List<Event> events, Optional<String> position) throws InterruptedException;
}
