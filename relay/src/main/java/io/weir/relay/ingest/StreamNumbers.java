package io.weir.relay.ingest;

import java.util.HashMap;
import java.util.Map;

/**
 * Which numbers one stream has sent, for each collector run: always from its first one on without a
 * gap. That is what makes a stream a writer in the sense of {@link
 * io.weir.relay.publish.EventPublisher}. Confined to the stream's thread.
 */
final class StreamNumbers {
  private final int collectorsMax;
  private final Map<String, Long> next = new HashMap<>();

  StreamNumbers(int collectorsMax) {
    this.collectorsMax = collectorsMax;
  }

  /**
   * Takes the numbers {@code first} to {@code first + events - 1}.
   *
   * @return how many of them, from the front, this stream has sent before
   * @throws RefusedException if they leave a gap, or there are too many collectors
   */
  int accept(String collector, long first, int events) throws RefusedException {
    Long expected = next.get(collector);
    if (expected == null) {
      if (next.size() == collectorsMax) {
        throw RefusedException.invalid(
            "batch.collector", collector, "at most " + collectorsMax + " collectors in a stream");
      }
      next.put(collector, first + events);
      return 0;
    }
    if (first > expected) {
      throw RefusedException.invalid(
          "batch.first_seq",
          first,
          "at most "
              + expected
              + ", the next number of collector "
              + collector
              + " in this stream; begin a new stream to leave numbers out");
    }
    next.put(collector, Math.max(expected, first + events));
    return (int) Math.min(events, expected - first);
  }
}
