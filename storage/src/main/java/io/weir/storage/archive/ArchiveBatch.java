package io.weir.storage.archive;

import io.weir.storage.Progress;
import io.weir.storage.StoredFlow;
import io.weir.topic.Topic;
import java.util.List;
import java.util.Set;

/**
 * What was read from one topic since the batch before.
 *
 * @param topic the topic that was read
 * @param flows events of {@code weir.flows.v1}, by offset within each partition; else empty
 * @param series windows and single events; in a batch of another topic, what was discarded from it
 * @param progress the partitions and collectors that moved, with their new values; what is missing
 *     stays as it is
 * @param restarted partitions whose offsets began anew (the topic was made again): what is stored
 *     under the old offsets stays and counts as older
 */
public record ArchiveBatch(
    Topic topic,
    List<StoredFlow> flows,
    List<SeriesRecord<?>> series,
    Progress progress,
    Set<Integer> restarted) {
  public ArchiveBatch {
    flows = List.copyOf(flows);
    series = List.copyOf(series);
    restarted = Set.copyOf(restarted);
    if (topic != Topic.FLOWS && !flows.isEmpty()) {
      throw new IllegalArgumentException(
          "flows: " + flows.size() + " (expected: none in a batch of " + topic.topicName() + ")");
    }
  }

  /** Rows that it adds. */
  public int size() {
    return flows.size() + series.size();
  }
}
