package io.weir.collector.spool;

import com.google.protobuf.InvalidProtocolBufferException;
import io.weir.ingest.v1.Batch;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what earlier runs left in the directory.
 *
 * <p>A torn last record is what a kill leaves behind: nobody was told that it is safe. Damage
 * before good records is counted by the gap in the numbers, and {@link Repair repaired} once the
 * loss has been written, so that the next start does not count it again.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /**
   * What was found.
   *
   * @param segments in order; never written to again
   * @param positions where each source reads on
   * @param losses damage, counted
   * @param repairs to be done after the losses are in the spool
   * @param nextNumber for the next segment file
   */
  record Result(
      List<Segment> segments,
      Map<String, String> positions,
      List<SpoolLoss> losses,
      List<Repair> repairs,
      long nextNumber) {}

  /** Bytes to be overwritten with a hole. */
  record Repair(Path path, long from, long to, boolean tail) {
    void apply() throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        if (tail) {
          file.setLength(from);
        }
        file.seek(from);
        int length = tail ? SegmentFormat.holeBytesMin() : (int) (to - from);
        file.write(SegmentFormat.hole(length).array());
        file.getFD().sync();
      }
    }
  }

  private final List<Segment> segments = new ArrayList<>();
  private final Map<String, String> positions = new HashMap<>();
  private final List<SpoolLoss> losses = new ArrayList<>();
  private final List<Repair> repairs = new ArrayList<>();

  private String run = "";
  private long expectedSeq;
  private long lastNs;
  private boolean behindHole;

  private Recovery() {}

  static Result scan(Path dir) throws IOException, StartException {
    Recovery recovery = new Recovery();
    for (Segment segment : segments(dir)) {
      recovery.read(segment);
    }
    int last = recovery.segments.size() - 1;
    return new Result(
        recovery.segments,
        recovery.positions,
        recovery.losses,
        recovery.repairs,
        last < 0 ? 1 : recovery.segments.get(last).number + 1);
  }

  private static List<Segment> segments(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .map(Segment::of)
          .flatMap(Optional::stream)
          .sorted(Comparator.comparingLong(segment -> segment.number))
          .toList();
    }
  }

  private void read(Segment segment) throws IOException, StartException {
    segments.add(segment);
    try (SegmentReader reader = new SegmentReader(segment.path)) {
      long length = reader.length();
      segment.bytes = length;
      if (length < SegmentFormat.FILE_HEADER_BYTES) {
        return; // killed while it was made
      }
      Optional<Integer> version = reader.version();
      if (version.isPresent() && version.get() != SegmentFormat.VERSION) {
        throw new StartException(
            "Spool segment "
                + segment.path
                + " has format version "
                + version.get()
                + " (expected: "
                + SegmentFormat.VERSION
                + "). Start the version of Weir that wrote it, or move the file away and lose its"
                + " events.");
      }
      read(segment, reader, length);
    }
  }

  private void read(Segment segment, SegmentReader reader, long length) throws IOException {
    long offset = SegmentFormat.FILE_HEADER_BYTES;
    while (true) {
      SegmentReader.Step step = reader.read(offset, length);
      if (step instanceof SegmentReader.Step.Found found) {
        take(segment, found.record());
        offset = found.next();
      } else if (step instanceof SegmentReader.Step.Corrupt corrupt) {
        boolean tail = corrupt.to() == length;
        LOG.warn(
            "{} path={} offset={} bytes={}",
            tail
                ? "Cut off an unfinished record at the end of a spool segment."
                : "Skipped damaged bytes in a spool segment.",
            segment.path,
            corrupt.from(),
            corrupt.to() - corrupt.from());
        repairs.add(new Repair(segment.path, corrupt.from(), corrupt.to(), tail));
        if (tail) {
          segment.bytes = corrupt.from();
        }
        offset = corrupt.to();
      } else {
        return;
      }
    }
  }

  private void take(Segment segment, SpoolRecord record) {
    if (record instanceof SpoolRecord.Start start) {
      positions.clear();
      positions.putAll(start.positions());
      if (!start.run().equals(run)) {
        run = start.run();
        expectedSeq = start.nextSeq();
        behindHole = false;
      }
    } else if (record instanceof SpoolRecord.Hole) {
      behindHole = true;
    } else if (record instanceof SpoolRecord.Events events) {
      takeEvents(segment, events);
    }
  }

  private void takeEvents(Segment segment, SpoolRecord.Events events) {
    boolean sameRun = events.run().equals(run);
    if (sameRun && !behindHole && events.firstSeq() > expectedSeq) {
      long missing = events.firstSeq() - expectedSeq;
      losses.add(new SpoolLoss("corrupt", missing, lastNs, Math.max(lastNs, events.firstNs())));
    }
    run = events.run();
    behindHole = false;
    expectedSeq = events.firstSeq() + events.count();
    lastNs = events.lastNs();
    segment.add(events);
    if (events.source().equals(SpoolLoss.STAGE)) {
      loss(events).ifPresent(loss -> segment.addLoss(events.firstSeq(), loss));
    }
    events.position().ifPresent(position -> positions.put(events.source(), position));
  }

  private static Optional<SpoolLoss> loss(SpoolRecord.Events record) {
    try {
      Batch batch = Batch.parseFrom(record.frames());
      return batch.getEventsCount() == 1 ? SpoolLoss.of(batch.getEvents(0)) : Optional.empty();
    } catch (InvalidProtocolBufferException e) {
      // Its checksum is good, so some other version put it there: it counts as any event.
      LOG.warn("Found a spool record that is not ours. seq={}", record.firstSeq(), e);
      return Optional.empty();
    }
  }
}
