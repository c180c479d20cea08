package io.weir.collector.spool;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known in memory of one segment file. Guarded by the lock of its {@link Spool}. */
final class Segment {
  private static final Pattern FILE_NAME = Pattern.compile("(\\d{20})\\.seg");

  final long number;
  final Path path;
  long bytes;

  private String run = "";
  private long firstSeq;
  private long lastSeq;
  private long firstNs;
  private long lastNs;
  private long oldestMs;
  private long newestMs;
  private final TreeMap<Long, SpoolLoss> told = new TreeMap<>();

  Segment(Path dir, long number) {
    this.number = number;
    this.path = dir.resolve(String.format(Locale.ROOT, "%020d.seg", number));
  }

  /** The segment behind a file name, or empty if it is not a segment's. */
  static Optional<Segment> of(Path file) {
    Matcher name = FILE_NAME.matcher(file.getFileName().toString());
    return name.matches()
        ? Optional.of(new Segment(file.toAbsolutePath().getParent(), Long.parseLong(name.group(1))))
        : Optional.empty();
  }

  void add(SpoolRecord.Events events) {
    add(
        events.run(),
        events.firstSeq(),
        events.count(),
        events.firstNs(),
        events.lastNs(),
        events.spooledAtMs());
  }

  void add(String eventRun, long seq, int count, long eventFirstNs, long eventLastNs, long nowMs) {
    if (count == 0) {
      return; // moved a position
    }
    if (isEmpty()) {
      run = eventRun;
      firstSeq = seq;
      firstNs = eventFirstNs;
      lastNs = eventLastNs;
      oldestMs = nowMs;
    }
    lastSeq = seq + count - 1;
    firstNs = Math.min(firstNs, eventFirstNs);
    lastNs = Math.max(lastNs, eventLastNs);
    newestMs = nowMs;
  }

  boolean isEmpty() {
    return lastSeq == 0;
  }

  /** The run whose events it holds; empty text while it holds none. */
  String run() {
    return run;
  }

  long lastSeq() {
    return lastSeq;
  }

  /** Events with a number above {@code acked}. */
  long unacked(long acked) {
    return isEmpty() ? 0 : Math.max(0, lastSeq - Math.max(acked, firstSeq - 1));
  }

  /** When its first event was put, milliseconds since the epoch. */
  long oldestMs() {
    return oldestMs;
  }

  /** When its last event was put, milliseconds since the epoch. */
  long newestMs() {
    return newestMs;
  }

  /** Notes that event {@code seq} tells of a loss. */
  void addLoss(long seq, SpoolLoss loss) {
    told.put(seq, loss);
  }

  /** What is lost with this segment, other than the events that tell of losses. */
  Optional<SpoolLoss> loss(String reason, long acked) {
    long count = unacked(acked) - losses(acked).size();
    return count == 0
        ? Optional.empty()
        : Optional.of(new SpoolLoss(reason, count, firstNs, lastNs));
  }

  /** Losses that are told in events above {@code acked}. */
  Collection<SpoolLoss> losses(long acked) {
    return told.tailMap(acked, false).values();
  }
}
