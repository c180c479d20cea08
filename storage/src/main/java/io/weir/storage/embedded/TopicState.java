package io.weir.storage.embedded;

import io.weir.model.SeenNumbers.Origin;
import io.weir.storage.Progress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How far a topic is archived. Immutable.
 *
 * @param progress offsets and collectors' numbers
 * @param generations per partition how often its offsets began anew; missing is 0
 */
record TopicState(Progress progress, Map<Integer, Integer> generations) {
  static final TopicState NONE = new TopicState(Progress.NONE, Map.of());

  TopicState {
    generations = Map.copyOf(generations);
  }

  int generation(int partition) {
    return generations.getOrDefault(partition, 0);
  }

  /** With the entries of {@code moved} in place of the old ones. */
  TopicState plus(Progress moved) {
    Map<Integer, Long> offsets = new HashMap<>(progress.nextOffsets());
    offsets.putAll(moved.nextOffsets());
    Map<Origin, Long> seen = progress.seen();
    if (!moved.seen().isEmpty()) {
      seen = new HashMap<>(seen);
      seen.putAll(moved.seen());
    }
    return new TopicState(new Progress(offsets, seen), generations);
  }

  /** With the next generation of {@code partitions}. */
  TopicState restarted(Set<Integer> partitions) {
    Map<Integer, Integer> next = new HashMap<>(generations);
    partitions.forEach(partition -> next.merge(partition, 1, Integer::sum));
    return new TopicState(progress, next);
  }
}
