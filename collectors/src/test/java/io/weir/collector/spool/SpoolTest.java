package io.weir.collector.spool;

import static io.weir.collector.spool.TestEvents.event;
import static io.weir.collector.spool.TestEvents.events;
import static io.weir.collector.spool.TestEvents.readAll;
import static io.weir.collector.spool.TestEvents.readEvents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.event.v1.Loss;
import io.weir.ingest.v1.Event;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final Optional<String> NO_POSITION = Optional.empty();

  @TempDir Path dir;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1000));
  private final AtomicBoolean diskFull = new AtomicBoolean();
  private final List<Spool> spools = new ArrayList<>();

  @AfterEach
  void closeAll() {
    spools.forEach(Spool::close);
  }

  private SpoolConfig config(long maxBytes) {
    return new SpoolConfig(dir, maxBytes, 1024, Duration.ofHours(1), Duration.ofMillis(5));
  }

  private Spool open(SpoolConfig config) throws StartException {
    SpoolMetrics metrics = new SpoolMetrics(new PrometheusRegistry());
    InstantSource clock = now::get;
    Spool spool = new Spool("test", config, clock, metrics, this::create);
    spools.add(spool);
    spool.open();
    return spool;
  }

  private Spool open() throws StartException {
    return open(config(1 << 20));
  }

  /** A file whose disk can be full: half of the write still gets through. */
  private SegmentOutput create(Path path) throws IOException {
    SegmentOutput file = SegmentOutput.create(path);
    return new SegmentOutput() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        if (diskFull.get()) {
          file.write(bytes.slice(0, bytes.limit() / 2));
          throw new IOException("No space left on device");
        }
        file.write(bytes);
      }

      @Override
      public void truncate(long length) throws IOException {
        file.truncate(length);
      }

      @Override
      public void force() throws IOException {
        file.force();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  private List<Path> segmentFiles() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.filter(file -> file.toString().endsWith(".seg")).sorted().toList();
    }
  }

  private static List<Loss> losses(List<Event> events) {
    return events.stream().filter(Event::hasLoss).map(Event::getLoss).toList();
  }

  @Test
  void numbersEventsFromOneWithoutGaps() throws Exception {
    Spool spool = open();
    spool.put("test", events(0, 3), NO_POSITION);
    spool.put("test", events(3, 5), NO_POSITION);

    List<SpooledBatch> batches = readAll(spool);

    assertThat(batches).singleElement().extracting(SpooledBatch::firstSeq).isEqualTo(1L);
    assertThat(batches.get(0).run()).isEqualTo(spool.run());
    assertThat(TestEvents.decode(batches.get(0))).isEqualTo(events(0, 5));
  }

  @Test
  void cutsRecordsToTheReadersLimits() throws Exception {
    Spool spool = open();
    spool.put("test", events(0, 5), NO_POSITION);

    assertThat(spool.next(2, 1 << 20)).get().extracting(SpooledBatch::count).isEqualTo(2);
    assertThat(spool.next(9, 1)).get().extracting(SpooledBatch::count).isEqualTo(1);
    SpooledBatch last = spool.next(9, 1 << 20).orElseThrow();
    assertThat(last.firstSeq()).isEqualTo(4);
    assertThat(TestEvents.decode(last)).isEqualTo(events(3, 5));
  }

  @Test
  void givesAgainAfterRewindOnlyWhatIsNotAcknowledged() throws Exception {
    Spool spool = open();
    spool.put("test", events(0, 5), NO_POSITION);
    readAll(spool);

    spool.ack(spool.run(), 3);
    spool.rewind();

    assertThat(readEvents(spool)).isEqualTo(events(3, 5));
    assertThat(spool.queued()).isEqualTo(2);
    assertThat(spool.acked()).isEqualTo(3);
  }

  @Test
  void ignoresAcknowledgementsOfWhatItNeverGave() throws Exception {
    Spool spool = open();
    spool.put("test", events(0, 2), NO_POSITION);
    spool.ack("somebody", 7);
    spool.ack(spool.run(), 1000);
    spool.put("test", events(2, 3), NO_POSITION);

    assertThat(spool.queued()).isEqualTo(1);
  }

  @Test
  void deletesSegmentsThatAreAcknowledged() throws Exception {
    Spool spool = open();
    for (int i = 0; i < 100; i++) {
      spool.put("test", List.of(event(i)), NO_POSITION);
    }
    assertThat(segmentFiles()).hasSizeGreaterThan(5);

    spool.ack(spool.run(), 100);

    await().until(() -> segmentFiles().size() == 1);
    assertThat(spool.queued()).isZero();
  }

  @Test
  void keepsEverySourcesPositionAfterItsSegmentIsGone() throws Exception {
    try (Spool spool = open()) {
      spool.put("file", events(0, 1), Optional.of("line 1"));
      spool.put("hubble", events(1, 2), Optional.of("12:00"));
      for (int i = 2; i < 100; i++) {
        spool.put("file", List.of(event(i)), Optional.of("line " + i));
      }
      spool.ack(spool.run(), 100);
    }

    assertThat(open().positions()).isEqualTo(Map.of("file", "line 99", "hubble", "12:00"));
  }

  @Test
  void sendsBatchesOfEarlierRunsFirstUnderTheirOwnId() throws Exception {
    String earlier;
    try (Spool spool = open()) {
      earlier = spool.run();
      spool.put("test", events(0, 3), NO_POSITION);
      spool.ack(earlier, 1);
    }
    Spool spool = open();
    spool.put("test", events(3, 4), NO_POSITION);

    List<SpooledBatch> batches = readAll(spool);

    assertThat(batches).extracting(SpooledBatch::run).containsExactly(earlier, spool.run());
    assertThat(batches).extracting(SpooledBatch::firstSeq).containsExactly(2L, 1L);
    assertThat(spool.queued()).isEqualTo(3);
  }

  @Test
  void refusesADirectoryThatIsInUse() throws Exception {
    open();

    assertThatThrownBy(this::open)
        .isInstanceOf(StartException.class)
        .hasMessageContaining(
            "in use by another collector, process " + ProcessHandle.current().pid());
  }

  @Test
  void refusesASegmentOfANewerVersion() throws Exception {
    open().close();
    Path segment = segmentFiles().get(0);
    byte[] bytes = Files.readAllBytes(segment);
    bytes[7] = 2;
    Files.write(segment, bytes);

    assertThatThrownBy(this::open)
        .isInstanceOf(StartException.class)
        .hasMessageContaining("format version 2 (expected: 1)");
  }

  @Test
  void discardsTheOldestAndCountsIt_whenFullAndTheSourceCannotBeReadAgain() throws Exception {
    Spool spool = open(config(4096));
    for (int i = 0; i < 200; i++) {
      spool.put("sockets", List.of(event(i)), NO_POSITION);
    }

    List<Event> kept = readEvents(spool);

    List<Event> flows = kept.stream().filter(Event::hasFlow).toList();
    long lost = losses(kept).stream().mapToLong(Loss::getCount).sum();
    assertThat(flows).isNotEmpty().endsWith(event(199));
    assertThat(losses(kept))
        .allSatisfy(loss -> assertThat(loss.getReason()).isEqualTo("full"))
        .allSatisfy(loss -> assertThat(loss.getStage()).isEqualTo("spool"));
    // Losses are segments too, and some were discarded in their turn: what they told is told anew.
    assertThat(flows).isEqualTo(events(200 - flows.size(), 200));
    assertThat(flows.size() + lost).isEqualTo(200);
    assertThat(losses(kept).stream().mapToLong(Loss::getFirstNs).min())
        .hasValue(event(0).getObservedAtNs());
  }

  @Test
  void waitsForTheRelay_whenFullAndTheSourceCanBeReadAgain() throws Exception {
    Spool spool = open(config(4096));
    CompletableFuture<Void> all =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < 200; i++) {
                  spool.put("file", List.of(event(i)), Optional.of("line " + i));
                }
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    List<Event> read = new ArrayList<>();
    await()
        .until(
            () -> {
              for (SpooledBatch batch : readAll(spool)) {
                read.addAll(TestEvents.decode(batch));
                spool.ack(batch.run(), batch.lastSeq());
              }
              return all.isDone();
            });
    read.addAll(readEvents(spool));

    assertThat(all).isCompleted();
    assertThat(read).isEqualTo(events(0, 200));
  }

  @Test
  void closingEndsAWaitingPut() throws Exception {
    Spool spool = open(config(4096));
    Thread putter =
        new Thread(
            () -> {
              try {
                while (true) {
                  spool.put("file", events(0, 10), Optional.of("position"));
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    putter.start();
    await().until(() -> putter.getState() == Thread.State.TIMED_WAITING);

    spool.close();

    putter.join(10_000);
    assertThat(putter.isAlive()).isFalse();
  }

  @Test
  void expiresWhatIsTooOldAndCountsIt() throws Exception {
    Spool spool = open();
    spool.put("test", events(5, 9), NO_POSITION);
    now.set(now.get().plus(Duration.ofMinutes(61)));

    await().untilAsserted(() -> assertThat(readEvents(spool)).anyMatch(Event::hasLoss));
    spool.rewind();
    List<Event> kept = readEvents(spool);

    assertThat(kept).hasSize(1);
    Loss loss = kept.get(0).getLoss();
    assertThat(loss.getReason()).isEqualTo("expired");
    assertThat(loss.getCount()).isEqualTo(4);
    assertThat(loss.getFirstNs()).isEqualTo(event(5).getObservedAtNs());
    assertThat(loss.getLastNs()).isEqualTo(event(8).getObservedAtNs());
  }

  @Test
  void fullDiskDiscardsAndCountsWhatCannotBeReadAgain_andRecovers() throws Exception {
    Spool spool = open();
    spool.put("sockets", events(0, 1), NO_POSITION);
    diskFull.set(true);
    spool.put("sockets", events(1, 3), NO_POSITION);
    spool.put("sockets", events(3, 4), NO_POSITION);
    assertThat(spool.readiness().reason()).contains("cannot be written: No space left on device");

    diskFull.set(false);
    spool.put("sockets", events(4, 5), NO_POSITION);

    List<Event> kept = readEvents(spool);
    assertThat(kept).first().isEqualTo(event(0));
    assertThat(kept).last().isEqualTo(event(4));
    assertThat(losses(kept))
        .singleElement()
        .satisfies(loss -> assertThat(loss.getReason()).isEqualTo("disk_full"))
        .satisfies(loss -> assertThat(loss.getCount()).isEqualTo(3));
    assertThat(spool.readiness().ready()).isTrue();
  }

  @Test
  void fullDiskMakesSourcesWaitThatCanBeReadAgain() throws Exception {
    Spool spool = open();
    diskFull.set(true);
    CompletableFuture<Void> put =
        CompletableFuture.runAsync(
            () -> {
              try {
                spool.put("file", events(0, 3), Optional.of("line 3"));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> !spool.readiness().ready());
    assertThat(put).isNotDone();

    diskFull.set(false);

    await().untilAsserted(() -> assertThat(put).isCompleted());
    assertThat(readEvents(spool)).isEqualTo(events(0, 3));
  }

  @Test
  void refusesAPutThatCanNeverFit() throws Exception {
    Spool spool = open(config(4096));

    assertThatThrownBy(() -> spool.put("file", events(0, 500), Optional.of("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(expected: at most 3072)");
  }
}
