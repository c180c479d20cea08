package io.weir.relay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.observer.GetAgentEventsRequest;
import io.weir.hubble.observer.GetDebugEventsRequest;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.storage.EventKind;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowStore;
import io.weir.storage.Progress;
import io.weir.storage.StoredFlow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Moves the seam between archive and ring at random, and lets the archiver and the tail go on at
 * every moment of a query: each event comes exactly once, the past in order of time. Holds for
 * flows, agent events and debug events alike; the topic carries all of them.
 */
class SeamPropertyTest {
  private static final int PARTITIONS = 3;

  /** A topic, read by an archiver and by the tail, each as far as chance has it. */
  private static final class World implements FlowStore {
    final EventKind subject;
    final Random random;
    final List<StoredFlow> topic = new ArrayList<>();
    final FakeFlowStore store = new FakeFlowStore();
    final Ring ring;
    final int[] archivedUpTo = new int[PARTITIONS];
    final int[] tailUpTo = new int[PARTITIONS];
    final Map<Integer, List<StoredFlow>> partitions = new HashMap<>();

    World(EventKind subject, Random random, int ringMin) {
      this.subject = subject;
      this.random = random;
      long[] offsets = new long[PARTITIONS];
      for (int p = 0; p < PARTITIONS; p++) {
        partitions.put(p, new ArrayList<>());
      }
      int events = random.nextInt(60);
      for (int i = 1; i <= events; i++) {
        int p = random.nextInt(PARTITIONS);
        offsets[p] += 1 + random.nextInt(2); // repeats leave gaps
        long second = random.nextInt(20); // many equal times
        FlowEvent event =
            switch (random.nextInt(4)) {
              case 0 -> TestEvents.agentEvent(i, second);
              case 1 -> TestEvents.debugEvent(i, second);
              default -> TestEvents.flow(i, second);
            };
        StoredFlow stored = TestEvents.stored(p, offsets[p], event);
        topic.add(stored);
        partitions.get(p).add(stored);
      }
      archive(random.nextInt(events + 1));
      // The tail begins where the archive was at that time.
      ring = new Ring(ringMin + random.nextInt(80), Long.MAX_VALUE);
      for (int p = 0; p < PARTITIONS; p++) {
        tailUpTo[p] = archivedUpTo[p];
        ring.open(p, store.progress().nextOffset(p));
      }
      tail(random.nextInt(events + 1));
      archive(random.nextInt(events + 1));
    }

    synchronized void archive(int steps) {
      for (int i = 0; i < steps; i++) {
        int p = random.nextInt(PARTITIONS);
        if (archivedUpTo[p] < partitions.get(p).size()) {
          store.archive(partitions.get(p).get(archivedUpTo[p]++));
        }
      }
    }

    synchronized void tail(int steps) {
      for (int i = 0; i < steps; i++) {
        int p = random.nextInt(PARTITIONS);
        if (tailUpTo[p] < partitions.get(p).size()) {
          ring.add(partitions.get(p).get(tailUpTo[p]++), 1);
        }
      }
      ring.wake();
    }

    /** Something happens elsewhere. */
    void chance() {
      archive(random.nextInt(4));
      tail(random.nextInt(4));
    }

    @Override
    public Progress progress() {
      chance();
      Progress progress = store.progress();
      chance();
      return progress;
    }

    @Override
    public FlowCursor scan(FlowQuery query) {
      chance();
      FlowCursor cursor = store.scan(query);
      chance();
      return cursor;
    }

    /** What a complete answer holds: all that either has read. */
    synchronized List<String> readByEither() {
      return topic.stream()
          .filter(stored -> stored.kind() == subject)
          .filter(
              stored -> {
                List<StoredFlow> partition = partitions.get(stored.partition());
                int at = partition.indexOf(stored);
                return at < archivedUpTo[stored.partition()] || at < tailUpTo[stored.partition()];
              })
          .sorted(StoredFlow.OLDEST_FIRST)
          .map(World::name)
          .toList();
    }

    /** All that is to come. */
    List<String> all() {
      return topic.stream().filter(stored -> stored.kind() == subject).map(World::name).toList();
    }

    static String name(StoredFlow stored) {
      return switch (stored.kind()) {
        case AGENT_EVENT -> "agent-" + stored.event().getHeader().getSeq();
        case DEBUG_EVENT -> "debug-" + stored.event().getHeader().getSeq();
        default -> stored.event().getFlow().getUuid();
      };
    }

    FlowsPlan plan(long number, boolean follow) {
      return switch (subject) {
        case AGENT_EVENT ->
            FlowsPlan.of(
                GetAgentEventsRequest.newBuilder().setNumber(number).setFollow(follow).build());
        case DEBUG_EVENT ->
            FlowsPlan.of(
                GetDebugEventsRequest.newBuilder().setNumber(number).setFollow(follow).build());
        default ->
            FlowsPlan.of(GetFlowsRequest.newBuilder().setNumber(number).setFollow(follow).build());
      };
    }

    FlowsQuery query(FlowsPlan plan, FlowSink sink) {
      ObserveMetrics metrics = new ObserveMetrics(new PrometheusRegistry());
      // In a test an archiver that is behind runs to the end at once.
      Seam.Tail barrier =
          limit -> {
            if (ring.from(store.progress()).isEmpty()) {
              archive(10_000);
            }
            return true;
          };
      Seam seam = new Seam(this, ring, barrier, ObserveConfig.DEFAULT, metrics);
      return new FlowsQuery(plan, this, seam, ring, 5, "weir-relay", metrics, sink, new Tally());
    }
  }

  @Provide
  Arbitrary<EventKind> subjects() {
    return Arbitraries.of(EventKind.FLOW, EventKind.AGENT_EVENT, EventKind.DEBUG_EVENT);
  }

  @Property(tries = 1_500)
  void everyEventComesOnceAndInOrderOfTime(@ForAll("subjects") EventKind subject, @ForAll long seed)
      throws Exception {
    World world = new World(subject, new Random(seed), 1);
    List<String> atLeast = world.readByEither();
    ListSink sink = new ListSink();
    world.query(world.plan(0, false), sink).run();

    assertThat(sink.names()).as("seed %d: nothing twice", seed).doesNotHaveDuplicates();
    assertThat(sink.names()).as("seed %d: no gap", seed).containsAll(atLeast);
    assertThat(sink.times())
        .as("seed %d: in order of time", seed)
        .isSortedAccordingTo(Comparator.comparingLong(EventOrder::toNs));
    assertThat(world.store.openCursors()).isZero();
  }

  @Property(tries = 300)
  void theLastOnesAreTheEndOfTheWhole(@ForAll("subjects") EventKind subject, @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    World world = new World(subject, random, 1);
    // Nothing moves any more, so that both queries see the same.
    world.archive(10_000);
    world.tail(10_000);
    ListSink all = new ListSink();
    world.query(world.plan(0, false), all).run();
    int number = 1 + random.nextInt(12); // more than 5 takes the second way
    ListSink last = new ListSink();
    world.query(world.plan(number, false), last).run();

    List<String> names = all.names();
    assertThat(last.names())
        .as("seed %d", seed)
        .isEqualTo(names.subList(Math.max(0, names.size() - number), names.size()));
  }

  /** Following begins exactly where the past ended, whoever was ahead at that time. */
  @Property(tries = 300)
  void followingAddsWhatCameLaterAndNothingElse(
      @ForAll("subjects") EventKind subject, @ForAll long seed) throws Exception {
    // The ring holds all that is to come, or the follower may rightly lose some.
    World world = new World(subject, new Random(seed), 60);
    List<String> expected = world.all();
    ListSink sink = new ListSink(Math.max(1, expected.size()));
    FlowsQuery query = world.query(world.plan(-1, true), sink);
    Thread thread =
        new Thread(
            () -> {
              try {
                query.run();
              } catch (FlowSink.ClientGoneException | InterruptedException e) {
                // as intended
              } catch (Seam.UnavailableException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    while (thread.isAlive() && sink.names().size() < expected.size()) {
      world.tail(5);
      thread.join(1);
    }
    world.ring.wake();
    thread.interrupt();
    thread.join();
    assertThat(sink.names()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
  }
}
