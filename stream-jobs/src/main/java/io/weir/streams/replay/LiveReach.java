package io.weir.streams.replay;

import io.weir.streams.flink.RawRecord;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;

/**
 * Which windows live has finished. Kafka says how far live has read; nobody says how far its event
 * time is. So a window counts as finished when it ended a minute before the newest event that live
 * has read, or when live has read all there is and nothing came for half a minute: by then silence
 * has decided what still waited. Mutable, confined to the thread that reads.
 */
final class LiveReach {
  static final Duration SETTLED_AFTER = Duration.ofMinutes(1);
  static final Duration SILENCE = Duration.ofSeconds(30);

  private static final long NS_PER_MS = 1_000_000;

  private final Map<Integer, Long> committed;
  private final SortedMap<Integer, Span> spans;
  private final long askedMs;
  private long newestMs = Long.MIN_VALUE;
  private long appendedMs = Long.MIN_VALUE;

  /**
   * @param committed offsets of flows that live has read up to, by partition
   * @param spans where the partitions ended at the same moment
   * @param askedMs when that was
   */
  LiveReach(Map<Integer, Long> committed, SortedMap<Integer, Span> spans, long askedMs) {
    this.committed = committed;
    this.spans = spans;
    this.askedMs = askedMs;
  }

  /** A flow was read. */
  void read(RawRecord record, long eventMs) {
    appendedMs = Math.max(appendedMs, record.appendedMs());
    boolean plausible = eventMs <= record.appendedMs() + SETTLED_AFTER.toMillis();
    if (plausible && record.offset() < committed.getOrDefault(record.partition(), 0L)) {
      newestMs = Math.max(newestMs, eventMs);
    }
  }

  /** True when live has never read the topic. */
  boolean isAbsent() {
    return committed.isEmpty();
  }

  /** End, in ns, that finished windows do not pass; {@link Long#MAX_VALUE} when all are. */
  long finishedNs() {
    boolean all =
        spans.entrySet().stream()
            .allMatch(
                one ->
                    one.getValue().end() == 0
                        || committed.getOrDefault(one.getKey(), 0L) >= one.getValue().end());
    if (all && appendedMs < askedMs - SILENCE.toMillis()) {
      return Long.MAX_VALUE;
    }
    return newestMs == Long.MIN_VALUE
        ? Long.MIN_VALUE
        : (newestMs - SETTLED_AFTER.toMillis()) * NS_PER_MS;
  }
}
