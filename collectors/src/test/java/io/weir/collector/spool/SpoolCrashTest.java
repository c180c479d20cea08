package io.weir.collector.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.event.v1.Loss;
import io.weir.ingest.v1.Event;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Kills and damages at any byte. A kill is a copy of the directory of a spool that lives on. */
class SpoolCrashTest {
  private static final String SOURCE = "file";

  private static Spool open(Path dir) throws StartException {
    Spool spool =
        new Spool(
            "test",
            new SpoolConfig(dir, 1 << 20, 1024, Duration.ofDays(1), Duration.ZERO),
            InstantSource.system(),
            new SpoolMetrics(new PrometheusRegistry()));
    spool.open();
    return spool;
  }

  /** A source of numbered flows whose position is the next number, put in random portions. */
  private static void put(Spool spool, int to, Random random) throws InterruptedException {
    int next = Integer.parseInt(spool.positions().getOrDefault(SOURCE, "0"));
    while (next < to) {
      int end = Math.min(to, next + 1 + random.nextInt(5));
      spool.put(SOURCE, TestEvents.events(next, end), Optional.of(Integer.toString(end)));
      next = end;
    }
  }

  private static List<Path> segments(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.filter(file -> file.toString().endsWith(".seg")).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @FunctionalInterface
  private interface Story {
    void tell(Path dir) throws IOException, StartException, InterruptedException;
  }

  private static void in(Story story) {
    try {
      Path dir = Files.createTempDirectory("spool");
      try {
        story.tell(dir);
      } finally {
        delete(dir);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (StartException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Killed while writing, at any byte of the last segment, several times over. */
  @Property(tries = 60)
  void nothingIsLostOrDoubled_whenKilledAtAnyByte(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int kills) {
    in(
        root -> {
          Random random = new Random(seed);
          Path dir = root.resolve("0");
          int total = 0;
          for (int kill = 1; kill <= kills; kill++) {
            total += random.nextInt(120);
            Path copy = root.resolve(Integer.toString(kill));
            try (Spool spool = open(dir)) {
              put(spool, total, random);
              copy(dir, copy);
            }
            List<Path> files = segments(copy);
            Path last = files.get(files.size() - 1);
            byte[] bytes = Files.readAllBytes(last);
            int cut = random.nextInt(bytes.length + 1);
            Files.write(last, Arrays.copyOf(bytes, cut));
            dir = copy;
          }
          total += random.nextInt(20);
          try (Spool spool = open(dir)) {
            put(spool, total, random);
            assertThat(TestEvents.readEvents(spool)).isEqualTo(TestEvents.events(0, total));
          }
        });
  }

  /** The relay acknowledges as it likes; after a kill what it had may come again, but no more. */
  @Property(tries = 60)
  void everythingReachesTheRelayInOrder_whenKilledWhileItAcknowledges(@ForAll long seed) {
    in(
        root -> {
          Random random = new Random(seed);
          Path dir = root.resolve("0");
          SeenByRelay relay = new SeenByRelay();
          int total = 0;
          for (int kill = 1; kill <= 3; kill++) {
            total += random.nextInt(120);
            Path copy = root.resolve(Integer.toString(kill));
            try (Spool spool = open(dir)) {
              put(spool, total, random);
              for (int i = random.nextInt(10); i > 0; i--) {
                spool.next(1 + random.nextInt(20), 1 << 20).ifPresent(relay::take);
                if (random.nextInt(3) == 0) {
                  relay.ackAll(spool);
                }
                if (random.nextInt(5) == 0) {
                  spool.rewind();
                }
              }
              copy(dir, copy);
            }
            dir = copy;
          }
          try (Spool spool = open(dir)) {
            TestEvents.readAll(spool).forEach(relay::take);
          }
          assertThat(relay.events).isEqualTo(TestEvents.events(0, total));
        });
  }

  /** Bits rot in the middle: what is unreadable is counted, once, and the rest is given. */
  @Property(tries = 100)
  void damageIsCountedExactlyAndOnce(@ForAll long seed) {
    in(
        dir -> {
          Random random = new Random(seed);
          try (Spool spool = open(dir)) {
            put(spool, 150, random);
          }
          List<Path> files = segments(dir);
          // Not in the last segment, where damage looks like a kill.
          Path victim = files.get(random.nextInt(files.size() - 1));
          byte[] bytes = Files.readAllBytes(victim);
          int from =
              SegmentFormat.FILE_HEADER_BYTES
                  + random.nextInt(bytes.length - SegmentFormat.FILE_HEADER_BYTES);
          int to = Math.min(bytes.length, from + 1 + random.nextInt(300));
          for (int i = from; i < to; i++) {
            bytes[i] = (byte) ~bytes[i];
          }
          Files.write(victim, bytes);

          List<Event> first = restart(dir);
          List<Event> second = restart(dir);

          assertThat(second).containsExactlyInAnyOrderElementsOf(first);
          List<Integer> flows = flows(first);
          assertThat(flows).isSorted().doesNotHaveDuplicates();
          long lost =
              first.stream()
                  .filter(Event::hasLoss)
                  .map(Event::getLoss)
                  .mapToLong(Loss::getCount)
                  .sum();
          // A lost segment start takes the knowledge with it of what came right behind it.
          int untold = lost == 0 ? flows.get(0) : 0;
          assertThat(flows.size() + lost + untold).isEqualTo(150);
        });
  }

  private static List<Event> restart(Path dir) throws StartException {
    try (Spool spool = open(dir)) {
      return TestEvents.readEvents(spool);
    }
  }

  private static List<Integer> flows(List<Event> events) {
    return events.stream()
        .filter(Event::hasFlow)
        .map(event -> Integer.parseInt(summary(event).substring("flow ".length())))
        .toList();
  }

  @SuppressWarnings("deprecation") // Hubble's own: clients still print it
  private static String summary(Event event) {
    return event.getFlow().getSummary();
  }

  /** Skips what it has, as every reader of the topics does: one number per collector run. */
  private static final class SeenByRelay {
    private final List<Event> events = new ArrayList<>();
    private final Map<String, Long> largest = new LinkedHashMap<>();

    void take(SpooledBatch batch) {
      long seen = largest.getOrDefault(batch.run(), 0L);
      assertThat(batch.firstSeq()).as("no gap").isLessThanOrEqualTo(seen + 1);
      List<Event> batchEvents = TestEvents.decode(batch);
      for (int i = 0; i < batchEvents.size(); i++) {
        if (batch.firstSeq() + i > seen) {
          events.add(batchEvents.get(i));
        }
      }
      largest.merge(batch.run(), batch.lastSeq(), Math::max);
    }

    void ackAll(Spool spool) {
      largest.forEach(spool::ack);
    }
  }
}
