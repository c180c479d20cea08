package io.weir.collector.spool;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the spool's batches in order, once each between two rewinds. Guarded by its lock. */
final class SpoolCursor {
  private final SegmentQueue segments;

  private @Nullable Segment at;
  private @Nullable SegmentReader reader;
  private long offset;
  // The events of the record before `offset` that have not been given yet.
  private @Nullable SpooledBatch rest;
  private final List<Recovery.Repair> damage = new ArrayList<>();

  /** Reads {@code segments}, which the spool goes on to change. */
  SpoolCursor(SegmentQueue segments) {
    this.segments = segments;
  }

  /** Back to the oldest event that is not acknowledged. */
  void rewind() {
    closeReader();
    at = null;
    rest = null;
  }

  /** Forgets a segment that is being discarded. */
  void leave(Segment segment) {
    if (segment == at) {
      rewind();
    }
  }

  /** Damaged bytes that were passed since the last call; they were good when the spool opened. */
  List<Recovery.Repair> takeDamage() {
    List<Recovery.Repair> taken = List.copyOf(damage);
    damage.clear();
    return taken;
  }

  /** The next events, within both limits but at least one; empty at the end of the spool. */
  Optional<SpooledBatch> next(int eventsMax, int bytesMax) throws IOException {
    if (rest == null && !load()) {
      return Optional.empty();
    }
    SpooledBatch batch = cut(eventsMax, bytesMax);
    // Sources that put one event at a time would otherwise make one message of each.
    while (rest == null && batch.count() < eventsMax && load()) {
      SpooledBatch following = rest;
      if (!batch.run().equals(following.run())
          || following.firstSeq() != batch.lastSeq() + 1
          || batch.count() + following.count() > eventsMax
          || batch.frames().size() + following.frames().size() > bytesMax) {
        break;
      }
      batch =
          new SpooledBatch(
              batch.run(),
              batch.firstSeq(),
              batch.count() + following.count(),
              batch.frames().concat(following.frames()));
      rest = null;
    }
    return Optional.of(batch);
  }

  private SpooledBatch cut(int eventsMax, int bytesMax) {
    SpooledBatch whole = rest;
    Frames.Head head = Frames.head(whole.frames(), eventsMax, bytesMax);
    if (head.count() >= whole.count()) {
      rest = null;
      return whole;
    }
    rest = skip(whole, head);
    return new SpooledBatch(
        whole.run(), whole.firstSeq(), head.count(), whole.frames().substring(0, head.bytes()));
  }

  private static SpooledBatch skip(SpooledBatch batch, Frames.Head head) {
    return new SpooledBatch(
        batch.run(),
        batch.firstSeq() + head.count(),
        batch.count() - head.count(),
        batch.frames().substring(head.bytes()));
  }

  /** Reads on until {@code rest} holds events that are not acknowledged; false at the end. */
  private boolean load() throws IOException {
    while (true) {
      if (at == null && !open(segments.oldest())) {
        return false;
      }
      SegmentReader.Step step = reader.read(offset, at.bytes);
      if (step instanceof SegmentReader.Step.Found found) {
        offset = found.next();
        if (found.record() instanceof SpoolRecord.Events events && events.count() > 0) {
          rest = unacked(events);
          if (rest != null) {
            return true;
          }
        }
      } else if (step instanceof SegmentReader.Step.Corrupt corrupt) {
        damage.add(new Recovery.Repair(at.path, corrupt.from(), corrupt.to(), false));
        offset = corrupt.to();
      } else if (!open(segments.following(at))) {
        return false;
      }
    }
  }

  private @Nullable SpooledBatch unacked(SpoolRecord.Events events) {
    SpooledBatch all =
        new SpooledBatch(events.run(), events.firstSeq(), events.count(), events.frames());
    long skip = segments.acked(events.run()) - events.firstSeq() + 1;
    if (skip <= 0) {
      return all;
    }
    if (skip >= events.count()) {
      return null;
    }
    ByteString frames = events.frames();
    return skip(all, Frames.head(frames, (int) skip, Integer.MAX_VALUE));
  }

  /** Goes to the start of a segment; stays where it is if there is none. */
  private boolean open(@Nullable Segment segment) throws IOException {
    if (segment == null) {
      return false;
    }
    closeReader();
    reader = new SegmentReader(segment.path);
    at = segment;
    offset = SegmentFormat.FILE_HEADER_BYTES;
    return true;
  }

  private void closeReader() {
    if (reader != null) {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException("Closing a file that was only read", e);
      } finally {
        reader = null;
      }
    }
  }
}
