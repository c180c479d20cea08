package io.weir.collector.spool;

import com.google.protobuf.ByteString;

/**
 * Consecutive events of one collector run, read from the spool but not decoded.
 *
 * @param run the collector id
 * @param firstSeq number of the first event
 * @param count how many events, at least 1
 * @param frames the events, as they stand in field {@code events} of an encoded {@code Batch}
 */
public record SpooledBatch(String run, long firstSeq, int count, ByteString frames) {
  /** Number of the last event. */
  public long lastSeq() {
    return firstSeq + count - 1;
  }
}
