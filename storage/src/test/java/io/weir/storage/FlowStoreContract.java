package io.weir.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Flow;
import io.weir.model.SeenNumbers.Origin;
import io.weir.storage.FlowQuery.Order;
import io.weir.storage.FlowTerms.Column;
import io.weir.storage.FlowTerms.Match;
import io.weir.storage.FlowTerms.Term;
import io.weir.storage.archive.ArchiveBatch;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every flow store promises. Its pages are expected to be small, so that borders are hit. */
public abstract class FlowStoreContract {
  private static final Comparator<StoredFlow> OLDEST_FIRST =
      Comparator.comparingLong((StoredFlow flow) -> time(flow))
          .thenComparingInt(StoredFlow::partition)
          .thenComparingLong(StoredFlow::offset);

  protected StoreUnderTest store;

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
    assertThat(store.flows().progress()).isEqualTo(Progress.NONE);
    assertThat(scan(FlowQuery.ALL)).isEmpty();
  }

  @Test
  void returnsWhatWasAppendedByteForByte() {
    List<StoredFlow> written = fill(new Random(1), 300);

    assertThat(scan(FlowQuery.ALL)).isEqualTo(sorted(written, Order.OLDEST_FIRST));
  }

  @Test
  void progressMovesWithItsRowsAndSurvivesReopening() {
    Random random = new Random(2);
    append(
        List.of(new StoredFlow(3, 7, TestEvents.flow(random, "c", 1, 10))),
        new Progress(Map.of(3, 8L), Map.of(new Origin(3, "c"), 1L)));
    append(List.of(), new Progress(Map.of(4, 20L), Map.of(new Origin(4, "d"), 9L)));
    Progress expected =
        new Progress(Map.of(3, 8L, 4, 20L), Map.of(new Origin(3, "c"), 1L, new Origin(4, "d"), 9L));
    assertThat(store.flows().progress()).isEqualTo(expected);

    reopen();

    assertThat(store.flows().progress()).isEqualTo(expected);
    assertThat(scan(FlowQuery.ALL)).hasSize(1);
  }

  @Test
  void refusesRowsThatItHas() {
    List<StoredFlow> row = List.of(new StoredFlow(0, 4, TestEvents.loss("c", 1, 10, 1)));
    append(row, new Progress(Map.of(0, 5L), Map.of()));

    assertThatThrownBy(() -> append(row, new Progress(Map.of(0, 5L), Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("offset: 4");
    assertThat(scan(FlowQuery.ALL)).hasSize(1);
  }

  /** Offsets that begin anew belong to a topic that was made again; what was archived stays. */
  @Test
  void keepsOldRowsWhenOffsetsBeginAnew() {
    append(
        List.of(
            new StoredFlow(0, 4, TestEvents.loss("old", 1, 10, 1)),
            new StoredFlow(0, 9, TestEvents.loss("old", 2, 20, 1))),
        new Progress(Map.of(0, 10L), Map.of()));
    store
        .writer()
        .append(
            new ArchiveBatch(
                Topic.FLOWS,
                List.of(new StoredFlow(0, 4, TestEvents.loss("new", 1, 30, 1))),
                List.of(),
                new Progress(Map.of(0, 5L), Map.of()),
                Set.of(0)));

    FlowQuery joinedToTail = new FlowQuery(0, 100, Order.OLDEST_FIRST, List.of(), Map.of(0, 4L));
    assertThat(scan(FlowQuery.ALL))
        .extracting(FlowStoreContract::time)
        .containsExactly(10L, 20L, 30L);
    assertThat(scan(joinedToTail)).extracting(FlowStoreContract::time).containsExactly(10L, 20L);
    reopen();
    assertThat(store.flows().progress().nextOffsets()).isEqualTo(Map.of(0, 5L));
    assertThat(scan(FlowQuery.ALL)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void anyQueryReturnsAllThatMatchInOrderEachOnce(long seed) {
    Random random = new Random(seed);
    List<StoredFlow> written = fill(random, 400);
    for (int i = 0; i < 15; i++) {
      FlowQuery query = query(random);
      String described = "seed=" + seed + " " + query;

      List<StoredFlow> found = scan(query);

      List<StoredFlow> inRange = written.stream().filter(flow -> inRange(flow, query)).toList();
      assertThat(found).as(described).isEqualTo(sorted(found, query.order()));
      assertThat(found).as(described).doesNotHaveDuplicates();
      assertThat(inRange).as(described).containsAll(found);
      assertThat(new HashSet<>(found))
          .as(described)
          .containsAll(inRange.stream().filter(flow -> matches(flow.event(), query)).toList());
    }
  }

  @Test
  void lossesComeBackWhateverTheTerms() {
    append(
        List.of(new StoredFlow(0, 0, TestEvents.loss("c", 1, 10, 3))),
        new Progress(Map.of(0, 1L), Map.of()));
    FlowTerms nothing = new FlowTerms(List.of(new Term(Column.NODE, Match.EQUALS, Set.of())));

    assertThat(scan(new FlowQuery(0, 100, Order.NEWEST_FIRST, List.of(nothing), Map.of())))
        .hasSize(1);
  }

  @Test
  void onlyTheKindsAskedForComeBack() {
    List<StoredFlow> events = new ArrayList<>();
    for (EventKind kind : EventKind.values()) {
      events.add(new StoredFlow(0, kind.ordinal(), TestEvents.event(kind, kind.ordinal() + 1)));
    }
    append(events, new Progress(Map.of(0, (long) events.size()), Map.of()));

    for (EventKind kind : EventKind.values()) {
      FlowQuery query =
          new FlowQuery(0, 100, Order.OLDEST_FIRST, List.of(), Map.of(), Set.of(kind));
      assertThat(scan(query)).extracting(StoredFlow::offset).containsExactly((long) kind.ordinal());
    }
    assertThat(scan(FlowQuery.ALL)).hasSize(EventKind.FLOWS.size());
  }

  /** All at one time, which is a page border wherever it falls. */
  @ParameterizedTest
  @ValueSource(ints = {1, 99, 100, 101, 400, 401, 1_234})
  void equalTimesAreOrderedByPartitionAndOffset(int count) {
    List<StoredFlow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(new StoredFlow(i % 3, i, TestEvents.loss("c", i + 1L, 5, 1)));
    }
    append(rows, new Progress(Map.of(0, 9_999L, 1, 9_999L, 2, 9_999L), Map.of()));
    for (Order order : Order.values()) {
      FlowQuery query = new FlowQuery(5, 5, order, List.of(), Map.of());
      assertThat(scan(query)).isEqualTo(sorted(rows, order));
    }
  }

  @Test
  void cursorSeesTheStoreAsItWasAtTheCall() {
    Random random = new Random(4);
    List<StoredFlow> before = fill(random, 900);
    for (Order order : Order.values()) {
      FlowQuery query = new FlowQuery(Long.MIN_VALUE, Long.MAX_VALUE, order, List.of(), Map.of());
      List<StoredFlow> expected = sorted(scan(query), order);
      try (FlowCursor cursor = store.flows().scan(query)) {
        List<StoredFlow> found = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          found.add(cursor.next());
        }
        fill(random, 200);
        cursor.forEachRemaining(found::add);
        assertThat(found).isEqualTo(expected).hasSizeGreaterThanOrEqualTo(before.size());
      }
    }
  }

  @Test
  void cursorSaysWhenItIsAtItsEndOrClosed() {
    FlowCursor cursor = store.flows().scan(FlowQuery.ALL);
    assertThat(cursor.hasNext()).isFalse();
    assertThatThrownBy(cursor::next).isInstanceOf(NoSuchElementException.class);
    cursor.close();
    cursor.close();
    assertThatThrownBy(cursor::hasNext).isInstanceOf(IllegalStateException.class);
  }

  /** Values are data: none of them is ever read as a query. */
  @Test
  void hostileValuesMatchOnlyThemselves() {
    String hostile = "x' OR '1'='1\"; DROP TABLE flows; --%_?\\";
    FlowEvent event =
        FlowEvent.newBuilder()
            .setHeader(TestEvents.header("c", 1, 1))
            .setFlow(
                Flow.newBuilder()
                    .setSource(io.weir.hubble.flow.Endpoint.newBuilder().setPodName(hostile)))
            .build();
    append(
        List.of(
            new StoredFlow(0, 0, event),
            new StoredFlow(0, 1, TestEvents.flow(new Random(5), "c", 2, 2))),
        new Progress(Map.of(0, 2L), Map.of()));
    for (Match match : Match.values()) {
      FlowTerms terms = new FlowTerms(List.of(new Term(Column.SOURCE_POD, match, Set.of(hostile))));
      assertThat(scan(new FlowQuery(0, 9, Order.OLDEST_FIRST, List.of(terms), Map.of())))
          .extracting(StoredFlow::offset)
          .contains(0L);
    }
    assertThat(scan(FlowQuery.ALL)).hasSize(2);
  }

  // ---- helpers

  private long nextSeq = 1;
  private final Map<Integer, Long> nextOffsets = new HashMap<>();

  /** Appends batches with gaps in the offsets, out of order in time, with many equal times. */
  private List<StoredFlow> fill(Random random, int count) {
    List<StoredFlow> all = new ArrayList<>();
    List<StoredFlow> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int partition = random.nextInt(3);
      long offset = nextOffsets.merge(partition, 1L + random.nextInt(3), Long::sum) - 1;
      long time = 1_000 + random.nextInt(count / 4 + 1);
      long seq = nextSeq++;
      FlowEvent event =
          random.nextInt(20) == 0
              ? TestEvents.loss("c", seq, time, 2)
              : TestEvents.flow(random, "c", seq, time);
      batch.add(new StoredFlow(partition, offset, event));
      if (random.nextInt(60) == 0) {
        append(batch, new Progress(nextOffsets, Map.of()));
        all.addAll(batch);
        batch.clear();
        timePasses();
      }
    }
    append(batch, new Progress(nextOffsets, Map.of()));
    all.addAll(batch);
    return all;
  }

  private void append(List<StoredFlow> rows, Progress progress) {
    store.writer().append(new ArchiveBatch(Topic.FLOWS, rows, List.of(), progress, Set.of()));
  }

  private void reopen() {
    store.close();
    store = open();
  }

  protected final List<StoredFlow> scan(FlowQuery query) {
    List<StoredFlow> found = new ArrayList<>();
    try (FlowCursor cursor = store.flows().scan(query)) {
      cursor.forEachRemaining(found::add);
    }
    return found;
  }

  private static List<StoredFlow> sorted(List<StoredFlow> flows, Order order) {
    return flows.stream()
        .sorted(order == Order.OLDEST_FIRST ? OLDEST_FIRST : OLDEST_FIRST.reversed())
        .toList();
  }

  private static long time(StoredFlow flow) {
    return flow.event().getHeader().getObservedAtNs();
  }

  private FlowQuery query(Random random) {
    long from = 990 + random.nextInt(60);
    Map<Integer, Long> before = new HashMap<>();
    if (random.nextBoolean()) {
      nextOffsets.forEach((p, next) -> before.put(p, (long) random.nextInt(next.intValue() + 2)));
    }
    List<FlowTerms> anyOf = Stream.generate(() -> terms(random)).limit(random.nextInt(3)).toList();
    return new FlowQuery(
        from,
        from + random.nextInt(100),
        TestEvents.pick(random, List.of(Order.values())),
        anyOf,
        before);
  }

  private static FlowTerms terms(Random random) {
    return new FlowTerms(
        Stream.generate(
                () ->
                    new Term(
                        TestEvents.pick(random, List.of(Column.values())),
                        TestEvents.pick(random, List.of(Match.values())),
                        values(random)))
            .limit(1 + random.nextInt(2))
            .toList());
  }

  private static Set<String> values(Random random) {
    List<String> some =
        List.of(
            "shop",
            "frontend",
            "frontend-1",
            "10.0.0.1",
            "10.0.",
            "80",
            "4",
            "DROPPED",
            "TCP",
            "UDP",
            "default/n1",
            "",
            "8",
            "not-a-number");
    Set<String> values = new HashSet<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      values.add(TestEvents.pick(random, some));
    }
    return values;
  }

  private static boolean inRange(StoredFlow flow, FlowQuery query) {
    return time(flow) >= query.fromNs()
        && time(flow) <= query.toNs()
        && flow.offset() < query.before().getOrDefault(flow.partition(), Long.MAX_VALUE);
  }

  /** The exact filter, worked out apart from any store. */
  private static boolean matches(FlowEvent event, FlowQuery query) {
    if (!event.hasFlow() || query.anyOf().isEmpty()) {
      return true;
    }
    return query.anyOf().stream()
        .anyMatch(terms -> terms.terms().stream().allMatch(term -> matches(event.getFlow(), term)));
  }

  private static boolean matches(Flow flow, Term term) {
    String text = text(flow, term.column());
    return term.values().stream()
        .anyMatch(
            value -> term.match() == Match.EQUALS ? text.equals(value) : text.startsWith(value));
  }

  private static String text(Flow flow, Column column) {
    return switch (column) {
      case SOURCE_NAMESPACE -> flow.getSource().getNamespace();
      case SOURCE_POD -> flow.getSource().getPodName();
      case SOURCE_IP -> flow.getIP().getSource();
      case SOURCE_PORT -> Integer.toString(TopicKeys.sourcePort(flow.getL4()));
      case DESTINATION_NAMESPACE -> flow.getDestination().getNamespace();
      case DESTINATION_POD -> flow.getDestination().getPodName();
      case DESTINATION_IP -> flow.getIP().getDestination();
      case DESTINATION_PORT -> Integer.toString(TopicKeys.destinationPort(flow.getL4()));
      case VERDICT -> flow.getVerdict().name();
      case PROTOCOL ->
          switch (flow.getL4().getProtocolCase()) {
            case TCP -> "TCP";
            case UDP -> "UDP";
            case ICMPV4 -> "ICMPv4";
            case ICMPV6 -> "ICMPv6";
            case SCTP -> "SCTP";
            case VRRP -> "VRRP";
            case IGMP -> "IGMP";
            case PROTOCOL_NOT_SET -> "";
          };
      case EVENT_TYPE -> Integer.toString(flow.getEventType().getType());
      case NODE -> flow.getNodeName();
    };
  }
}
