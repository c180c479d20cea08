package io.weir.streams.replay;

/**
 * What of one partition a replay reads.
 *
 * @param first the first offset that Kafka still has; above 0 it has forgotten some
 * @param firstAppendedMs when that one was appended; now, when the partition is empty
 * @param from where reading begins: the first record appended early enough
 * @param end where it ends, exclusive: where the partition ended when the replay began
 */
record Span(long first, long firstAppendedMs, long from, long end) {
  /** Whether records that a replay needs, from {@code neededMs} on, may have been forgotten. */
  boolean forgot(long neededMs) {
    return first > 0 && firstAppendedMs > neededMs;
  }
}
