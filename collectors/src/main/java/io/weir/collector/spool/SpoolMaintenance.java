package io.weir.collector.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spool's own thread. Each round first forces what was written, many puts at once; then notes
 * what is acknowledged; then deletes segments that are of no use any more. In this order, because
 * the newest segment holds the positions that the deleted ones held.
 */
final class SpoolMaintenance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolMaintenance.class);
  private static final Duration ROUND = Duration.ofMillis(100);

  /**
   * What is to be done without the spool's lock.
   *
   * @param finished full segments, to be forced and closed
   * @param active the segment that is being written, if the spool is open
   * @param activeBytes how long it is
   * @param acked for the notes
   * @param garbage files to delete
   */
  record Work(
      List<SegmentWriter> finished,
      Optional<SegmentWriter> active,
      long activeBytes,
      Map<String, Long> acked,
      List<Segment> garbage) {
    static final Work NONE = new Work(List.of(), Optional.empty(), 0, Map.of(), List.of());
  }

  private final String name;
  private final Spool spool;
  private final AckFile acks;
  private final boolean force;
  private final Duration round;
  private Optional<ScheduledExecutorService> thread = Optional.empty();
  // What is left of rounds that failed; confined to the thread.
  private final Deque<SegmentWriter> toClose = new ArrayDeque<>();
  private final Deque<Segment> toDelete = new ArrayDeque<>();
  private Optional<SegmentWriter> forced = Optional.empty();
  private long forcedBytes;
  private Map<String, Long> noted = Map.of();

  SpoolMaintenance(String name, Spool spool, SpoolConfig config) {
    this.name = name;
    this.spool = spool;
    this.acks = new AckFile(config.dir());
    this.force = !config.fsyncInterval().isZero();
    this.round = force ? config.fsyncInterval() : ROUND;
  }

  Map<String, Long> readAcks() throws IOException {
    return acks.read();
  }

  void start() {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread worker = new Thread(task, "weir-spool-" + name);
              worker.setDaemon(true);
              return worker;
            });
    thread = Optional.of(executor);
    executor.scheduleWithFixedDelay(
        this::round, round.toMillis(), round.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** One round; called by the thread, and by {@link #close} once the thread has ended. */
  private void round() {
    try {
      Work work = spool.takeWork();
      toClose.addAll(work.finished());
      toDelete.addAll(work.garbage());
      force(work);
      if (!work.acked().equals(noted)) {
        acks.write(work.acked());
        noted = work.acked();
      }
      while (!toDelete.isEmpty()) {
        Files.deleteIfExists(toDelete.getFirst().path);
        toDelete.removeFirst();
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("Upkeep of the spool failed, it is tried again. spool={}", name, e);
    }
  }

  private void force(Work work) throws IOException {
    while (!toClose.isEmpty()) {
      if (force) {
        toClose.getFirst().force();
      }
      toClose.getFirst().close();
      toClose.removeFirst();
    }
    boolean written = !work.active().equals(forced) || work.activeBytes() != forcedBytes;
    if (force && written && work.active().isPresent()) {
      work.active().get().force();
      forced = work.active();
      forcedBytes = work.activeBytes();
    }
  }

  @Override
  public void close() {
    thread.ifPresent(SpoolMaintenance::stop);
    if (thread.isPresent()) {
      round();
    }
    thread = Optional.empty();
  }

  private static void stop(ScheduledExecutorService executor) {
    executor.shutdown();
    try {
      // A round is a few forced writes; a disk that hangs longer is not waited for.
      if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("Upkeep of the spool hangs; its last round is left out.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
