package io.weir.storage.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.codec.Codecs;
import io.weir.model.SeenNumbers.Origin;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.TestEvents;
import io.weir.storage.archive.TopicBatch.Outcome;
import io.weir.topic.Topic;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class TopicBatchTest {
  private final TopicBatch flows = new TopicBatch(Topic.FLOWS);

  @Test
  void repeatsAreSkippedAndStillMoveTheOffset() {
    assertThat(flows.add(flow(0, 5, "c", 1))).isEqualTo(Outcome.ARCHIVED);
    assertThat(flows.add(flow(0, 6, "c", 1))).isEqualTo(Outcome.REPEATED);
    assertThat(flows.add(flow(1, 9, "c", 1))).isEqualTo(Outcome.ARCHIVED);

    ArchiveBatch batch = flows.take();

    assertThat(batch.flows()).extracting(flow -> flow.offset()).containsExactly(5L, 9L);
    assertThat(batch.progress())
        .isEqualTo(
            new Progress(
                Map.of(0, 7L, 1, 10L), Map.of(new Origin(0, "c"), 1L, new Origin(1, "c"), 1L)));
    assertThat(flows.isEmpty()).isTrue();
  }

  @Test
  void continuesFromStoredNumbers() {
    flows.add(flow(0, 5, "lost by the reset", 1));
    flows.reset(new Progress(Map.of(0, 5L), Map.of(new Origin(0, "c"), 7L)));

    assertThat(flows.isEmpty()).isTrue();
    assertThat(flows.add(flow(0, 5, "c", 7))).isEqualTo(Outcome.REPEATED);
    assertThat(flows.add(flow(0, 6, "c", 8))).isEqualTo(Outcome.ARCHIVED);
    assertThat(flows.add(flow(0, 7, "lost by the reset", 1))).isEqualTo(Outcome.ARCHIVED);
  }

  @Test
  void eventsWithoutANumberAreNeverRepeats() {
    assertThat(flows.add(flow(0, 5, "c", 0))).isEqualTo(Outcome.ARCHIVED);
    assertThat(flows.add(flow(0, 6, "c", 0))).isEqualTo(Outcome.ARCHIVED);
    assertThat(flows.add(flow(0, 7, "", 3))).isEqualTo(Outcome.ARCHIVED);
    assertThat(flows.add(flow(0, 8, "", 3))).isEqualTo(Outcome.ARCHIVED);
  }

  @Test
  void bytesThatAreNoEventBecomeADiscardedOne() {
    byte[] garbage = new byte[100_000];
    assertThat(flows.add(record(Topic.FLOWS, 2, 11, garbage))).isEqualTo(Outcome.DISCARDED);
    assertThat(flows.add(record(Topic.FLOWS, 2, 12, null))).isEqualTo(Outcome.DISCARDED);

    ArchiveBatch batch = flows.take();

    assertThat(batch.progress().nextOffset(2)).isEqualTo(13);
    assertThat(batch.series()).hasSize(2);
    SeriesRecord<?> row = batch.series().get(0);
    assertThat(row.series()).isEqualTo(Series.DISCARDED);
    assertThat(row.key().toStringUtf8()).isEqualTo("weir.flows.v1-2@11");
    var discarded = Series.DISCARDED.type().cast(row.value()).getDiscarded();
    assertThat(discarded.getReason()).isEqualTo("malformed");
    assertThat(discarded.getBytesTotal()).isEqualTo(100_000);
    assertThat(discarded.getBytes().size()).isEqualTo(64 * 1024);
  }

  /** Compaction may show a deletion; nothing of ours writes one. */
  @Test
  void tombstonesOfWindowsOnlyMoveTheOffset() {
    TopicBatch edges = new TopicBatch(Topic.EDGES);
    assertThat(edges.add(record(Topic.EDGES, 0, 3, null))).isEqualTo(Outcome.TOMBSTONE);
    ArchiveBatch batch = edges.take();
    assertThat(batch.size()).isZero();
    assertThat(batch.progress().nextOffset(0)).isEqualTo(4);
  }

  @Test
  void lossStandsRightBeforeTheNextFlow() {
    flows.lost(0, 40);
    flows.add(flow(1, 3, "c", 1));
    flows.add(flow(0, 50, "c", 9));

    ArchiveBatch batch = flows.take();

    assertThat(batch.flows()).hasSize(3);
    assertThat(batch.flows().get(1).offset()).isEqualTo(49);
    assertThat(batch.flows().get(1).event().getLoss().getCount()).isEqualTo(40);
    assertThat(batch.flows().get(1).event().getHeader().getObservedAtNs()).isEqualTo(9);
  }

  @Test
  void forgetsWhatTheStoreForgot() {
    flows.reset(new Progress(Map.of(), Map.of(new Origin(0, "gone"), 7L)));
    flows.add(flow(0, 1, "new", 1));
    flows.forgetMissing(Progress.NONE);

    assertThat(flows.add(flow(0, 5, "gone", 1))).isEqualTo(Outcome.ARCHIVED);
    assertThat(flows.add(flow(0, 6, "new", 1))).isEqualTo(Outcome.REPEATED);
  }

  private static ConsumerRecord<byte[], byte[]> flow(
      int partition, long offset, String collector, long seq) {
    return record(
        Topic.FLOWS,
        partition,
        offset,
        Codecs.flows().encode(TestEvents.flow(new Random(1), collector, seq, seq)));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      Topic topic, int partition, long offset, byte[] value) {
    return new ConsumerRecord<>(topic.topicName(), partition, offset, new byte[] {1}, value);
  }
}
