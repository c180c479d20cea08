package io.weir.storage;

import io.weir.model.SeenNumbers.Origin;
import java.util.Map;

/**
 * How far a reader has read a topic.
 *
 * @param nextOffsets per partition the first offset that was not read; a partition that is missing
 *     was not read at all
 * @param seen the reader's {@link io.weir.model.SeenNumbers}, empty for topics of windows
 */
public record Progress(Map<Integer, Long> nextOffsets, Map<Origin, Long> seen) {
  public static final Progress NONE = new Progress(Map.of(), Map.of());

  public Progress {
    nextOffsets = Map.copyOf(nextOffsets);
    seen = Map.copyOf(seen);
  }

  /** The first offset of {@code partition} that was not read. */
  public long nextOffset(int partition) {
    return nextOffsets.getOrDefault(partition, 0L);
  }
}
