package io.weir.collector.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The segments that hold events, oldest first, and what of them is acknowledged. The last one is
 * being written to. Guarded by the lock of its spool; touches no file.
 */
final class SegmentQueue {
  private final ArrayDeque<Segment> segments = new ArrayDeque<>();
  private final Map<String, Long> acked = new HashMap<>();
  private List<Segment> garbage = new ArrayList<>();
  private long bytes;

  /** What an earlier process knew to be acknowledged. */
  void restoreAcked(Map<String, Long> earlier) {
    acked.putAll(earlier);
  }

  /** Takes a segment, which becomes the one that is written to. */
  void add(Segment segment) {
    segments.addLast(segment);
    bytes += segment.bytes;
  }

  void grow(long moreBytes) {
    bytes += moreBytes;
  }

  /** Size of the files; those on their way out do not count. */
  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  @Nullable Segment oldest() {
    return segments.peekFirst();
  }

  /** The segment behind {@code segment}, whether or not that one is still here. */
  @Nullable Segment following(Segment segment) {
    for (Segment other : segments) {
      if (other.number > segment.number) {
        return other;
      }
    }
    return null;
  }

  /** Events that are not acknowledged. */
  long queued() {
    long queued = 0;
    for (Segment segment : segments) {
      queued += unacked(segment);
    }
    return queued;
  }

  long unacked(Segment segment) {
    return segment.unacked(acked(segment.run()));
  }

  long acked(String run) {
    return acked.getOrDefault(run, 0L);
  }

  /** Largest number of a run's events; empty if it has none here. */
  Optional<Long> lastSeq(String run) {
    Optional<Long> last = Optional.empty();
    for (Segment segment : segments) {
      if (!segment.isEmpty() && segment.run().equals(run)) {
        last = Optional.of(segment.lastSeq());
      }
    }
    return last;
  }

  /** Everything of {@code run} up to {@code seq} is with the relay. */
  void ack(String run, long seq) {
    acked.merge(run, seq, Math::max);
    removeAcked();
  }

  /** Lets go of segments, but the last, that hold nothing of use. */
  void removeAcked() {
    Iterator<Segment> all = segments.iterator();
    while (all.hasNext()) {
      Segment segment = all.next();
      if (unacked(segment) == 0 && segment != segments.peekLast()) {
        all.remove();
        discard(segment);
      }
    }
  }

  /** Lets go of the oldest segment, whatever it holds. */
  Segment removeOldest() {
    Segment segment = segments.removeFirst();
    discard(segment);
    return segment;
  }

  private void discard(Segment segment) {
    bytes -= segment.bytes;
    garbage.add(segment);
  }

  /** Segments whose files may be deleted once what was written later is safe on the disk. */
  List<Segment> takeGarbage() {
    List<Segment> taken = garbage;
    garbage = new ArrayList<>();
    return taken;
  }

  /** Largest acknowledged number of each run that still has files. */
  Map<String, Long> acked() {
    Map<String, Long> live = new HashMap<>();
    Stream.concat(segments.stream(), garbage.stream())
        .map(Segment::run)
        .filter(acked::containsKey)
        .forEach(run -> live.put(run, acked.get(run)));
    return live;
  }
}
