package io.weir.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.weir.event.v1.DnsEvent;
import io.weir.model.SeenNumbers.Origin;
import io.weir.series.v1.EdgeWindow;
import io.weir.storage.SeriesStore.TimeSpan;
import io.weir.storage.archive.ArchiveBatch;
import io.weir.storage.archive.SeriesRecord;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every series store promises. */
public abstract class SeriesStoreContract {
  protected StoreUnderTest store;
  private long nextOffset;

  /** Opens the same store again each time that it is called in one test. */
  protected abstract StoreUnderTest open();

  /** Called between batches: a store may use it to spread rows over its partitions of time. */
  protected void timePasses() {}

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void newStoreIsEmpty() {
    for (Series<?> series : Series.ALL) {
      assertThat(store.series().progress(series)).isEqualTo(Progress.NONE);
      assertThat(store.series().span(series)).isEmpty();
      assertThat(store.series().scan(series, SeriesQuery.events(0, Long.MAX_VALUE))).isEmpty();
    }
  }

  @Test
  void lastVersionOfAWindowCounts() {
    edges(TestEvents.edge("db", 10, 5, 1), TestEvents.edge("db", 10, 5, 2));
    timePasses();
    edges(TestEvents.edge("db", 10, 5, 3), TestEvents.edge("db", 15, 5, 9));

    assertThat(windows(0, 100, 5))
        .containsExactly(TestEvents.edge("db", 10, 5, 3), TestEvents.edge("db", 15, 5, 9));
    store.close();
    store = open();
    assertThat(windows(10, 11, 5)).containsExactly(TestEvents.edge("db", 10, 5, 3));
  }

  @Test
  void keysCanBeNarrowedByTheirBeginning() {
    edges(TestEvents.edge("db", 10, 5, 1), TestEvents.edge("web", 10, 5, 2));
    String key =
        new String(TopicKeys.edge(TestEvents.edge("db", 10, 5, 1)), StandardCharsets.UTF_8);

    SeriesQuery query = SeriesQuery.windows(0, 100, 5);
    assertThat(store.series().scan(Series.EDGES, query.withKeyPrefix(key)))
        .containsExactly(TestEvents.edge("db", 10, 5, 1));
    assertThat(store.series().scan(Series.EDGES, query.withKeyPrefix(key + "0"))).isEmpty();
  }

  @Test
  void rangeIsHalfOpenAndLengthsAreApart() {
    edges(
        TestEvents.edge("db", 10, 5, 1),
        TestEvents.edge("db", 15, 5, 2),
        TestEvents.edge("db", 10, 10, 3));

    assertThat(windows(10, 15, 5)).containsExactly(TestEvents.edge("db", 10, 5, 1));
    assertThat(windows(0, 99, 10)).containsExactly(TestEvents.edge("db", 10, 10, 3));
    assertThat(windows(11, 15, 5)).isEmpty();
  }

  @Test
  void spanCoversEveryTime() {
    edges(TestEvents.edge("db", 70, 5, 1));
    timePasses();
    edges(TestEvents.edge("db", 10, 5, 1));

    assertThat(store.series().span(Series.EDGES)).contains(new TimeSpan(10, 70));
    store.close();
    store = open();
    assertThat(store.series().span(Series.EDGES)).contains(new TimeSpan(10, 70));
  }

  /** Two questions of one client in the same nanosecond are two events. */
  @Test
  void singleEventsReplaceNothing() {
    dns("web", TestEvents.dns("c", 1, 10, "a."));
    dns("web", TestEvents.dns("c", 2, 10, "b."));
    dns("web", TestEvents.dns("d", 2, 10, "c."));

    assertThat(store.series().scan(Series.DNS, SeriesQuery.events(10, 11)))
        .extracting(event -> event.getDns().getQuery())
        .containsExactly("a.", "b.", "c.");
  }

  /** Keys of raw events may be hashes. */
  @Test
  void keysMayBeAnyBytes() {
    ByteString key = ByteString.copyFrom(new byte[] {(byte) 0xff, 0, 1});
    SeriesRecord<?> hash =
        new SeriesRecord<>(Series.DNS, 0, nextOffset++, key, TestEvents.dns("c", 1, 10, "a."));
    append(Topic.DNS, List.of(hash), new Progress(Map.of(0, nextOffset), Map.of()));

    assertThat(store.series().scan(Series.DNS, SeriesQuery.events(0, 50))).hasSize(1);
    assertThat(store.series().scan(Series.DNS, SeriesQuery.latest(0, 50))).hasSize(1);
  }

  @Test
  void latestPerKeyIsTheNewestOfEachKeyInRange() {
    dns("web", TestEvents.dns("c", 1, 30, "new."));
    timePasses();
    dns("web", TestEvents.dns("c", 2, 20, "old."));
    dns("db", TestEvents.dns("c", 3, 10, "only."));
    dns("web", TestEvents.dns("c", 4, 50, "beyond."));

    assertThat(store.series().scan(Series.DNS, SeriesQuery.latest(0, 50)))
        .extracting(event -> event.getDns().getQuery())
        .containsExactly("only.", "new.");
  }

  @Test
  void topicsHaveProgressOfTheirOwn() {
    edges(TestEvents.edge("db", 70, 5, 1));
    DnsEvent event = TestEvents.dns("c", 4, 10, "a.");
    Progress moved = new Progress(Map.of(2, 9L), Map.of(new Origin(2, "c"), 4L));
    append(Topic.DNS, List.of(TestEvents.record(2, 8, "web", event)), moved);

    assertThat(store.series().progress(Series.DNS)).isEqualTo(moved);
    assertThat(store.series().progress(Series.EDGES).nextOffsets()).isEqualTo(Map.of(0, 1L));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anyWritesGiveTheLastOfEachKeySortedByTimeThenKey(long seed) {
    Random random = new Random(seed);
    Map<String, EdgeWindow> expected = new HashMap<>();
    for (int batch = 0; batch < 8; batch++) {
      EdgeWindow[] edges = new EdgeWindow[1 + random.nextInt(40)];
      for (int i = 0; i < edges.length; i++) {
        edges[i] =
            TestEvents.edge("s" + random.nextInt(12), random.nextInt(8) * 5L, 5, random.nextInt());
        expected.put(key(edges[i]), edges[i]);
      }
      edges(edges);
      if (random.nextBoolean()) {
        timePasses();
      }
    }
    assertThat(windows(0, 100, 5))
        .as("seed=%d", seed)
        .isEqualTo(
            expected.values().stream()
                .sorted(
                    Comparator.comparingLong((EdgeWindow edge) -> edge.getWindow().getStartNs())
                        .thenComparing(SeriesStoreContract::key))
                .toList());
  }

  private List<EdgeWindow> windows(long from, long to, long length) {
    return store.series().scan(Series.EDGES, SeriesQuery.windows(from, to, length));
  }

  private static String key(EdgeWindow edge) {
    return new String(TopicKeys.edge(edge), StandardCharsets.UTF_8);
  }

  private void edges(EdgeWindow... edges) {
    List<SeriesRecord<?>> rows = new ArrayList<>();
    for (EdgeWindow edge : edges) {
      rows.add(TestEvents.record(0, nextOffset++, edge));
    }
    append(Topic.EDGES, rows, new Progress(Map.of(0, nextOffset), Map.of()));
  }

  private void dns(String key, DnsEvent event) {
    append(
        Topic.DNS,
        List.of(TestEvents.record(0, nextOffset++, key, event)),
        new Progress(Map.of(0, nextOffset), Map.of()));
  }

  private void append(Topic topic, List<SeriesRecord<?>> rows, Progress progress) {
    store.writer().append(new ArchiveBatch(topic, List.of(), rows, progress, Set.of()));
  }
}
