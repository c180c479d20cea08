package io.weir.relay.observe;

import io.weir.storage.Progress;
import io.weir.storage.StoredFlow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of the topic, each once, in order of arrival. Bounded by number and by bytes:
 * the oldest make room.
 *
 * <p>Every event has a sequence number, 0, 1, 2…, by which a follower remembers how far it has
 * read. The ring never waits for a follower: who is overtaken is told how many it missed. For every
 * partition the ring knows from which offset on it is complete. One lock guards it all; the tail's
 * thread writes, any thread reads.
 */
final class Ring {
  private record Slot(StoredFlow event, int bytes) {}

  /**
   * What the ring adds to an archive.
   *
   * @param before per partition where the archive ends and the ring begins; a follower skips what
   *     is before
   * @param events the ring's events from there on, in order of arrival
   * @param next sequence number of the first event that is not among them
   */
  record Snapshot(Map<Integer, Long> before, List<StoredFlow> events, long next) {
    /** True if the archive, as it was, does not hold the event. */
    boolean isAfterArchive(StoredFlow stored) {
      return stored.offset() >= before.getOrDefault(stored.partition(), 0L);
    }
  }

  /**
   * The next events of a follower.
   *
   * @param events may be empty
   * @param next where to read on
   * @param lost how many events were overwritten before they could be read
   */
  record Batch(List<StoredFlow> events, long next, long lost) {}

  private final long bytesMax;

  /** The event with sequence number n is at n modulo length. */
  private final @Nullable Slot[] slots;

  private final Map<Integer, Long> completeFrom = new HashMap<>();
  private long bytes;
  private long oldest;
  private long next;

  Ring(int eventsMax, long bytesMax) {
    this.slots = new @Nullable Slot[eventsMax];
    this.bytesMax = bytesMax;
  }

  /** Events of {@code partition} will follow without gap from {@code offset} on. */
  synchronized void open(int partition, long offset) {
    completeFrom.putIfAbsent(partition, offset);
  }

  /**
   * Adds the newest event; one that alone exceeds the byte limit is kept until the next. Followers
   * that wait see it after a {@link #wake}: waking all of them for each event would cost more than
   * the events.
   */
  synchronized void add(StoredFlow event, int size) {
    if (size() == slots.length) {
      removeOldest();
    }
    slots[index(next++)] = new Slot(event, size);
    bytes += size;
    while (bytes > bytesMax && size() > 1) {
      removeOldest();
    }
  }

  private void removeOldest() {
    Slot slot = slot(oldest);
    slots[index(oldest++)] = null;
    bytes -= slot.bytes();
    completeFrom.put(slot.event().partition(), slot.event().offset() + 1);
  }

  private Slot slot(long sequence) {
    return Objects.requireNonNull(slots[index(sequence)]);
  }

  private int index(long sequence) {
    return (int) (sequence % slots.length);
  }

  /**
   * The events that an archive with {@code archived} does not hold yet; empty when some of them
   * have left the ring already, so that the archive has to catch up first.
   */
  synchronized Optional<Snapshot> from(Progress archived) {
    Map<Integer, Long> before = new HashMap<>(archived.nextOffsets());
    for (Map.Entry<Integer, Long> complete : completeFrom.entrySet()) {
      long end = archived.nextOffset(complete.getKey());
      if (end < complete.getValue()) {
        return Optional.empty();
      }
      before.put(complete.getKey(), end);
    }
    Snapshot all = new Snapshot(Map.copyOf(before), List.of(), next);
    List<StoredFlow> events = new ArrayList<>();
    for (long i = oldest; i < next; i++) {
      StoredFlow event = slot(i).event();
      if (all.isAfterArchive(event)) {
        events.add(event);
      }
    }
    return Optional.of(new Snapshot(all.before(), events, next));
  }

  /** What only comes from now on: a snapshot without events. */
  synchronized Snapshot end() {
    return new Snapshot(Map.of(), List.of(), next);
  }

  /** Up to {@code max} events from sequence number {@code from} on. */
  synchronized Batch read(long from, int max) {
    long start = Math.max(from, oldest);
    List<StoredFlow> events = new ArrayList<>((int) Math.min(max, next - start));
    for (long i = start; i < Math.min(next, start + max); i++) {
      events.add(slot(i).event());
    }
    return new Batch(events, start + events.size(), start - from);
  }

  /** Waits until there is something to read from {@code from} on, a {@link #wake}, or the time. */
  synchronized void await(long from, long millis) throws InterruptedException {
    if (next <= from) {
      wait(millis);
    }
  }

  /** Lets every waiting follower look again: events were added, or its client has gone. */
  synchronized void wake() {
    notifyAll();
  }

  /** Events held now. */
  synchronized int size() {
    return (int) (next - oldest);
  }

  /** Bytes held now. */
  synchronized long bytes() {
    return bytes;
  }

  int eventsMax() {
    return slots.length;
  }
}
