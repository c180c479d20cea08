package io.weir.streams.flink;

import java.util.Optional;
import java.util.Set;

/**
 * What a replay reads of one topic, from its beginning to its end. The same each time, in the same
 * order: records of one partition in order of their offsets. Confined to one thread.
 */
public interface RawRecords {
  /** No records. */
  RawRecords NONE =
      new RawRecords() {
        @Override
        public Optional<RawRecord> next() {
          return Optional.empty();
        }

        @Override
        public Set<Integer> open() {
          return Set.of();
        }
      };

  /** The next record; empty when there are no more. */
  Optional<RawRecord> next() throws InterruptedException;

  /** Partitions that have records left. */
  Set<Integer> open();
}
