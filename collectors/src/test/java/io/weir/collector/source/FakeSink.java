package io.weir.collector.source;

import io.weir.ingest.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what a source gives, in memory. Can be full, and then blocks as the spool does. */
public final class FakeSink implements EventSink {
  private final List<Event> events = new ArrayList<>();
  private final List<Optional<String>> positions = new ArrayList<>();
  private Optional<String> lastPosition = Optional.empty();
  private int capacity = Integer.MAX_VALUE;
  private long discarded;

  @Override
  public synchronized void put(List<Event> batch, Optional<String> position)
      throws InterruptedException {
    if (position.isEmpty() && events.size() + batch.size() > capacity) {
      discarded += batch.size();
      return;
    }
    while (events.size() + batch.size() > capacity) {
      wait();
    }
    events.addAll(batch);
    positions.add(position);
    if (position.isPresent()) {
      lastPosition = position;
    }
    notifyAll();
  }

  /** At most so many events are taken; more than that blocks, or is discarded and counted. */
  public synchronized void capacity(int events) {
    capacity = events;
    notifyAll();
  }

  /** All events so far, in order. */
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** The position of each put, in order. */
  public synchronized List<Optional<String>> positions() {
    return List.copyOf(positions);
  }

  /** The newest position: what a restarted source would be given. */
  public synchronized Optional<String> position() {
    return lastPosition;
  }

  /** Events refused because the sink was full and the source cannot be read again. */
  public synchronized long discarded() {
    return discarded;
  }
}
