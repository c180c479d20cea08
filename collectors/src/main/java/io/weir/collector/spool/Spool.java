package io.weir.collector.spool;

import io.weir.ingest.v1.Event;
import io.weir.runtime.Readiness;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on disk between the sources and the relay, numbered and kept until acknowledged.
 *
 * <p>Each process run has an id and numbers its events 1, 2, 3… A put is one record: the events and
 * the source's position are there together or not at all. When {@code put} returns, the operating
 * system has the record, so killing the process loses nothing; {@link SpoolMaintenance} forces it
 * to the disk a moment later, many puts at once. After a restart the batches of earlier runs keep
 * their ids and numbers and come first.
 *
 * <p>Bounded by bytes and age. At the bound a put with a position waits; one without makes room by
 * discarding the oldest segment, whose events are counted in a {@code Loss} event. So one spool
 * should not hold both kinds. A crash in between leaves events counted as lost that are still sent,
 * never the other way round.
 *
 * <p>Safe for use by several threads; one lock guards all state. {@link #next} and {@link #rewind}
 * belong to one reader.
 */
public final class Spool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final SpoolConfig config;
  private final InstantSource clock;
  private final SpoolMetrics metrics;
  private final SegmentOutput.Opener opener;
  private final SpoolMaintenance maintenance;
  private final String run = UUID.randomUUID().toString().replace("-", "").substring(0, 16);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final SegmentQueue segments = new SegmentQueue();
  private final SpoolCursor cursor = new SpoolCursor(segments);
  private final Map<String, String> positions = new HashMap<>();
  private final List<SpoolLoss> losses = new ArrayList<>();

  private @Nullable SpoolLock directory;
  private @Nullable SegmentWriter writer;
  private List<SegmentWriter> finished = new ArrayList<>();
  private long nextNumber = 1;
  private long nextSeq = 1;
  private long ackedEvents;
  private String givenRun = "";
  private long givenSeq;
  private volatile Readiness readiness = Readiness.notReady("The spool is not open.");
  private volatile Runnable listener = () -> {};

  /**
   * A closed spool.
   *
   * @param name what metrics and messages call it
   */
  public Spool(String name, SpoolConfig config, InstantSource clock, SpoolMetrics metrics) {
    this(name, config, clock, metrics, SegmentOutput::create);
  }

  Spool(
      String name,
      SpoolConfig config,
      InstantSource clock,
      SpoolMetrics metrics,
      SegmentOutput.Opener opener) {
    this.name = name;
    this.config = config;
    this.clock = clock;
    this.metrics = metrics;
    this.opener = opener;
    this.maintenance = new SpoolMaintenance(name, this, config);
  }

  /**
   * Takes the directory, reads what is in it, and begins this run's first segment.
   *
   * @throws StartException if the directory is in use, cannot be written, or is of a newer version
   */
  public void open() throws StartException {
    lock.lock();
    try {
      Files.createDirectories(config.dir());
      directory = SpoolLock.take(config.dir());
      recover();
      readiness = Readiness.READY;
    } catch (IOException e) {
      release();
      throw new StartException(
          "Cannot open the spool in "
              + config.dir()
              + ": "
              + e
              + ". Check that the directory can be written and has room, or configure another.",
          e);
    } catch (StartException e) {
      release();
      throw e;
    } finally {
      lock.unlock();
    }
    maintenance.start();
  }

  private void recover() throws IOException, StartException {
    Recovery.Result found = Recovery.scan(config.dir());
    segments.restoreAcked(maintenance.readAcks());
    found.segments().forEach(segments::add);
    positions.putAll(found.positions());
    long recovered = segments.queued();
    metrics.recovered(name, recovered);
    nextNumber = found.nextNumber();
    roll();
    found.losses().forEach(this::lose);
    appendLosses();
    writer.force();
    for (Recovery.Repair repair : found.repairs()) {
      repair.apply();
    }
    segments.removeAcked();
    if (recovered > 0) {
      LOG.info("Spool sends events of an earlier run first. spool={} events={}", name, recovered);
    }
  }

  /** What its metrics are called by. */
  public String name() {
    return name;
  }

  /** The id of this run: what its batches carry as {@code collector}. */
  public String run() {
    return run;
  }

  /** Where each source reads on: its newest position that is in the spool. */
  public Map<String, String> positions() {
    lock.lock();
    try {
      return Map.copyOf(positions);
    } finally {
      lock.unlock();
    }
  }

  /** Is called, by any thread and briefly, when there is something new to read. */
  public void listener(Runnable onPut) {
    listener = onPut;
  }

  /**
   * Stores events; see the class comment for what happens when there is no room.
   *
   * @param source whose position it is
   * @throws IllegalArgumentException if they are more bytes than one record, or the spool, can hold
   * @throws InterruptedException if interrupted or closed while waiting; nothing is stored then
   */
  public void put(String source, List<Event> events, Optional<String> position)
      throws InterruptedException {
    // Encoding takes longest, so it is done without the lock.
    PendingPut put = SegmentFormat.events(run, source, events, position, clock.millis());
    long most = config.maxBytes() - config.segmentBytes();
    if (put.bytes().limit() > most) {
      throw new IllegalArgumentException(
          "events: " + put.bytes().limit() + " bytes (expected: at most " + most + ")");
    }
    lock.lockInterruptibly();
    try {
      if (position.isPresent()) {
        putWaiting(put);
      } else {
        putNow(put);
      }
    } finally {
      lock.unlock();
    }
    listener.run();
  }

  private void putWaiting(PendingPut put) throws InterruptedException {
    while (true) {
      requireOpen();
      if (hasRoom(put)) {
        try {
          append(put);
          return;
        } catch (IOException e) {
          fault(e, "Sources that can be read again wait.");
        }
      }
      room.awaitNanos(RETRY_NS);
    }
  }

  private boolean hasRoom(PendingPut put) throws InterruptedException {
    long size = put.bytes().limit();
    if (segments.bytes() + size > config.maxBytes() && segments.unacked(writer.segment()) == 0) {
      tryRoll(); // nothing but acknowledged events in the last one
      segments.removeAcked();
    }
    return segments.bytes() + size <= config.maxBytes();
  }

  private void putNow(PendingPut put) throws InterruptedException {
    requireOpen();
    while (segments.bytes() + put.bytes().limit() > config.maxBytes() && discardOldest("full")) {
      // until there is room, or the last segment cannot be replaced
    }
    try {
      append(put);
    } catch (IOException e) {
      fault(e, "Events of sources that cannot be read again are discarded and counted.");
      lose(new SpoolLoss(diskReason(e), put.count(), put.firstNs(), put.lastNs()));
    }
  }

  private void requireOpen() throws InterruptedException {
    if (writer == null) {
      throw new InterruptedException("Spool " + name + " is not open");
    }
  }

  /** Writes what is lost so far, then the events; all of them or none. */
  private void append(PendingPut put) throws IOException {
    appendLosses();
    write(put);
    put.position().ifPresent(position -> positions.put(put.source(), position));
    if (!readiness.ready()) {
      LOG.info("Spool can be written again. spool={}", name);
      readiness = Readiness.READY;
    }
  }

  private void appendLosses() throws IOException {
    while (!losses.isEmpty()) {
      Event event = losses.get(0).event(clock.millis() * 1_000_000);
      write(
          SegmentFormat.events(
              run, SpoolLoss.STAGE, List.of(event), Optional.empty(), clock.millis()));
      writer.segment().addLoss(nextSeq - 1, losses.remove(0));
    }
  }

  private void write(PendingPut put) throws IOException {
    Segment active = writer.segment();
    int size = put.bytes().limit();
    boolean full = !active.isEmpty() && active.bytes + size > config.segmentBytes();
    if (full || writer.isBroken()) {
      roll();
      active = writer.segment();
    }
    ByteBuffer record = SegmentFormat.number(put, nextSeq);
    writer.append(record);
    segments.grow(size);
    active.add(run, nextSeq, put.count(), put.firstNs(), put.lastNs(), put.spooledAtMs());
    nextSeq += put.count();
    metrics.put(name, put.count());
  }

  /** Begins a new segment; the old one stays if that fails. */
  private void roll() throws IOException {
    // A number is used once, even if making the file fails half-way.
    Segment segment = new Segment(config.dir(), nextNumber++);
    SegmentWriter next =
        SegmentWriter.create(opener, segment, new SpoolRecord.Start(run, nextSeq, positions));
    if (writer != null) {
      finished.add(writer);
    }
    writer = next;
    segments.add(segment);
  }

  private boolean tryRoll() {
    try {
      roll();
      return true;
    } catch (IOException e) {
      fault(e, "No new segment can be made.");
      return false;
    }
  }

  /** Makes room; false if there is nothing to discard. */
  private boolean discardOldest(String reason) {
    if (segments.oldest() == writer.segment() && (writer.segment().isEmpty() || !tryRoll())) {
      return false;
    }
    Segment oldest = segments.oldest();
    long acked = segments.acked(oldest.run());
    oldest.loss(reason, acked).ifPresent(this::lose);
    oldest.losses(acked).forEach(this::tell); // told in it, and now told anew
    try {
      appendLosses(); // before the events go
    } catch (IOException e) {
      fault(e, "The loss is told later.");
    }
    segments.removeOldest();
    cursor.leave(oldest);
    room.signalAll();
    return true;
  }

  private void lose(SpoolLoss loss) {
    metrics.lost(name, loss);
    tell(loss);
  }

  /** Losses wait for the next write, one per reason. */
  private void tell(SpoolLoss loss) {
    for (int i = 0; i < losses.size(); i++) {
      if (losses.get(i).reason().equals(loss.reason())) {
        losses.set(i, losses.get(i).plus(loss));
        return;
      }
    }
    losses.add(loss);
  }

  private static String diskReason(IOException e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("no space") || text.contains("quota") ? "disk_full" : "disk_error";
  }

  private void fault(IOException e, String consequence) {
    if (readiness.ready()) { // once until it works again
      LOG.error("Spool cannot be written. {} spool={} dir={}", consequence, name, config.dir(), e);
    }
    readiness =
        Readiness.notReady(
            "Spool " + config.dir() + " cannot be written: " + e.getMessage() + ". " + consequence);
  }

  /**
   * The next events for the relay, oldest first; each once until {@link #rewind}. Empty when all
   * have been given.
   *
   * @param eventsMax at most so many, at least 1
   * @param bytesMax about so many bytes at most; a single larger event comes alone
   */
  public Optional<SpooledBatch> next(int eventsMax, int bytesMax) throws IOException {
    lock.lock();
    try {
      if (writer == null) {
        return Optional.empty();
      }
      Optional<SpooledBatch> batch = cursor.next(eventsMax, bytesMax);
      if (batch.isPresent()) {
        countDamage(batch.get());
        givenRun = batch.get().run();
        givenSeq = batch.get().lastSeq();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Numbers that are missing behind bytes that went bad since the start. */
  private void countDamage(SpooledBatch batch) throws IOException {
    List<Recovery.Repair> damage = cursor.takeDamage();
    if (damage.isEmpty()) {
      return;
    }
    if (batch.run().equals(givenRun) && batch.firstSeq() > givenSeq + 1) {
      lose(new SpoolLoss("corrupt", batch.firstSeq() - givenSeq - 1, 0, 0));
      appendLosses();
    }
    for (Recovery.Repair repair : damage) {
      LOG.warn("Skipped damaged bytes in the spool. spool={} path={}", name, repair.path());
      repair.apply();
    }
  }

  /** Gives everything that is not acknowledged once more, from the oldest on. */
  public void rewind() {
    lock.lock();
    try {
      cursor.rewind();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The relay holds every event of {@code ackedRun} up to {@code seq}. Does nothing for runs that
   * have no events here; a number that was never given counts as the largest that was.
   */
  public void ack(String ackedRun, long seq) {
    lock.lock();
    try {
      Optional<Long> last = segments.lastSeq(ackedRun);
      if (last.isEmpty()) {
        return;
      }
      long before = segments.queued();
      segments.ack(ackedRun, Math.min(seq, last.get()));
      long count = before - segments.queued();
      ackedEvents += count;
      metrics.acked(name, count);
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Events that wait for the relay's acknowledgement. */
  public long queued() {
    lock.lock();
    try {
      return segments.queued() + losses.size();
    } finally {
      lock.unlock();
    }
  }

  /** Events that were acknowledged since {@link #open}. */
  public long acked() {
    lock.lock();
    try {
      return ackedEvents;
    } finally {
      lock.unlock();
    }
  }

  /** Whether events can be written. A full spool is ready: that is the relay's fault to report. */
  public Readiness readiness() {
    return readiness;
  }

  /** One round of upkeep; see {@link SpoolMaintenance}. */
  SpoolMaintenance.Work takeWork() {
    lock.lock();
    try {
      if (writer == null) {
        return SpoolMaintenance.Work.NONE;
      }
      expire();
      metrics.size(name, segments.queued(), segments.bytes());
      List<SegmentWriter> toClose = finished;
      finished = new ArrayList<>();
      return new SpoolMaintenance.Work(
          toClose,
          Optional.of(writer),
          writer.segment().bytes,
          segments.acked(),
          segments.takeGarbage());
    } finally {
      lock.unlock();
    }
  }

  private void expire() {
    long limit = clock.millis() - config.maxAge().toMillis();
    Segment oldest = segments.oldest();
    while (oldest != null && !oldest.isEmpty() && oldest.newestMs() < limit) {
      if (!discardOldest("expired")) {
        return;
      }
      oldest = segments.oldest();
    }
    try {
      // So that a slow trickle of events expires bit by bit, too.
      Segment active = writer.segment();
      if (!active.isEmpty()
          && active.oldestMs() < clock.millis() - config.maxAge().toMillis() / 8) {
        roll();
        segments.removeAcked();
      }
      appendLosses();
    } catch (IOException e) {
      fault(e, "It is tried again.");
    }
  }

  /** Ends waiting puts, forces everything to the disk, gives the directory back. */
  @Override
  public void close() {
    maintenance.close();
    lock.lock();
    try {
      release();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    readiness = Readiness.notReady("The spool is closed.");
    cursor.rewind();
    try {
      for (SegmentWriter old : finished) {
        old.close();
      }
      if (writer != null) {
        writer.close();
        writer = null;
      }
      if (directory != null) {
        directory.close();
        directory = null;
      }
    } catch (IOException e) {
      LOG.warn("Spool was not closed cleanly. spool={}", name, e);
    }
  }
}
