package io.weir.relay.observe.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.AgentEvent;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.relay.NodeStatusEvent;
import io.weir.storage.EventKind;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowQuery.Order;
import io.weir.storage.FlowStore;
import io.weir.storage.FlowTerms;
import io.weir.storage.Progress;
import io.weir.storage.StoredFlow;
import io.weir.storage.archive.ArchiveBatch;
import io.weir.storage.archive.ArchiveWriter;
import io.weir.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a store makes of terms changes no answer: asked with them and filtered exactly it gives the
 * same events, in the same order, as asked for everything and filtered exactly. Each store that the
 * relay can use has a test that extends this.
 */
abstract class PushdownContract {
  private static final int EVENTS = 600;
  private static final int BATCHES = 6;
  private static final int PARTITIONS = 3;
  private static final int QUERIES = 60;

  /** Reads what {@link #writer} wrote. */
  abstract FlowStore store();

  abstract ArchiveWriter writer();

  /** Called between batches: a store may use it to spread rows over files or to sort them. */
  void timePasses() {}

  /** What reading with and without terms returned, over all queries of a seed. */
  void read(long withTerms, long withoutTerms) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void termsChangeNoAnswer(long seed) {
    Random random = new Random(seed);
    fill(random);
    long withTerms = 0;
    long withoutTerms = 0;
    int answered = 0;
    for (int i = 0; i < QUERIES; i++) {
      List<FlowFilter> whitelist = filters(random, 4);
      List<FlowFilter> blacklist = filters(random, 2);
      FlowQuery all = query(random);
      FlowQuery pushed =
          new FlowQuery(
              all.fromNs(),
              all.toNs(),
              all.order(),
              Pushdown.of(whitelist),
              all.before(),
              all.kinds());
      var exact = FlowFilters.compile(whitelist, blacklist);
      Predicate<StoredFlow> passes =
          stored -> stored.kind() != EventKind.FLOW || exact.test(stored.event().getFlow());

      List<StoredFlow> some = scan(pushed);
      List<StoredFlow> every = scan(all);

      assertThat(some.stream().filter(passes).toList())
          .as("seed %d: %s but %s, %s", seed, whitelist, blacklist, pushed)
          .isEqualTo(every.stream().filter(passes).toList());
      assertThat(every).containsAll(some);
      withTerms += some.size();
      withoutTerms += every.size();
      answered += (int) every.stream().filter(passes).filter(PushdownContract::isFlow).count();
    }
    assertThat(answered).as("seed %d: flows and filters meet", seed).isGreaterThan(QUERIES);
    read(withTerms, withoutTerms);
  }

  private static boolean isFlow(StoredFlow stored) {
    return stored.kind() == EventKind.FLOW;
  }

  private static List<FlowFilter> filters(Random random, int max) {
    return random.ints(random.nextInt(max)).mapToObj(i -> FewValues.filter(random)).toList();
  }

  private List<StoredFlow> scan(FlowQuery query) {
    List<StoredFlow> found = new ArrayList<>();
    try (FlowCursor cursor = store().scan(query)) {
      cursor.forEachRemaining(found::add);
    }
    return found;
  }

  private void fill(Random random) {
    Map<Integer, Long> nextOffsets = new HashMap<>();
    long seq = 0;
    for (int b = 0; b < BATCHES; b++) {
      List<StoredFlow> batch = new ArrayList<>();
      for (int i = 0; i < EVENTS / BATCHES; i++) {
        int partition = random.nextInt(PARTITIONS);
        long offset = nextOffsets.merge(partition, 1L + random.nextInt(2), Long::sum) - 1;
        batch.add(new StoredFlow(partition, offset, event(random, ++seq)));
      }
      writer()
          .append(
              new ArchiveBatch(
                  Topic.FLOWS, batch, List.of(), new Progress(nextOffsets, Map.of()), Set.of()));
      timePasses();
    }
  }

  /** Mostly flows, at few times. */
  private static FlowEvent event(Random random, long seq) {
    FlowEvent.Builder event =
        FlowEvent.newBuilder()
            .setHeader(
                EventHeader.newBuilder()
                    .setNode("prod/n1")
                    .setCollector("run")
                    .setSeq(seq)
                    .setObservedAtNs(1_000 + random.nextInt(200))
                    .setSampling(1));
    return switch (random.nextInt(12)) {
      case 0 -> event.setLoss(Loss.newBuilder().setCount(seq)).build();
      case 1 -> event.setNodeStatus(NodeStatusEvent.newBuilder().addNodeNames("n")).build();
      case 2 -> event.setAgentEvent(AgentEvent.getDefaultInstance()).build();
      default -> event.setFlow(FewValues.flow(random)).build();
    };
  }

  private static FlowQuery query(Random random) {
    long from = random.nextInt(3) == 0 ? 1_000 + random.nextInt(200) : Long.MIN_VALUE;
    long to = random.nextInt(3) == 0 ? 1_000 + random.nextInt(200) : Long.MAX_VALUE;
    Map<Integer, Long> before = new HashMap<>();
    if (random.nextInt(3) == 0) {
      for (int p = 0; p < PARTITIONS; p++) {
        before.put(p, (long) random.nextInt(EVENTS / 2));
      }
    }
    List<FlowTerms> everything = List.of();
    return new FlowQuery(
        from,
        to,
        random.nextBoolean() ? Order.OLDEST_FIRST : Order.NEWEST_FIRST,
        everything,
        before,
        EventKind.FLOWS);
  }
}
