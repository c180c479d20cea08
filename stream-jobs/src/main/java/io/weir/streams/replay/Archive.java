package io.weir.streams.replay;

import io.weir.streams.flink.RawRecord;
import io.weir.streams.flink.ReplayException;
import java.util.List;
import java.util.Map;

/** Where the flows are that Kafka has forgotten. */
@FunctionalInterface
public interface Archive {
  /** Events that one replay takes from an archive: they are sorted in memory, some 1 KiB each. */
  int EVENTS_MAX = 1_000_000;

  /**
   * Events of {@code weir.flows.v1}, whole, in any order.
   *
   * @param sinceNs earliest event time
   * @param before per partition the offset to stop at, exclusive: where Kafka begins
   * @return records whose append time is of no matter
   * @throws ReplayException if the archive cannot be asked, or there are more than {@link
   *     #EVENTS_MAX}
   */
  List<RawRecord> events(long sinceNs, Map<Integer, Long> before)
      throws ReplayException, InterruptedException;
}
