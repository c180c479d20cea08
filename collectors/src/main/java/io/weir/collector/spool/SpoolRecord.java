package io.weir.collector.spool;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;

/** What a segment file holds, in order. */
sealed interface SpoolRecord {
  /**
   * First record of a segment.
   *
   * @param run id of the collector run that writes it
   * @param nextSeq number of the event that is written next
   * @param positions every source's position at this moment, so that older segments can go
   */
  record Start(String run, long nextSeq, Map<String, String> positions) implements SpoolRecord {
    public Start {
      positions = Map.copyOf(positions);
    }
  }

  /**
   * Events of one put.
   *
   * @param firstNs earliest event time
   * @param lastNs latest event time
   * @param spooledAtMs when they were put, milliseconds since the epoch
   * @param position where the source reads on after these events
   * @param frames the events, as they stand in field {@code events} of an encoded {@code Batch}
   */
  record Events(
      String run,
      long firstSeq,
      int count,
      long firstNs,
      long lastNs,
      long spooledAtMs,
      String source,
      Optional<String> position,
      ByteString frames)
      implements SpoolRecord {
    long lastSeq() {
      return firstSeq + count - 1;
    }
  }

  /** Stands where unreadable bytes stood, whose events have been counted as lost. */
  record Hole() implements SpoolRecord {}
}
