package io.weir.collector.source.hubblefile;

import com.google.protobuf.ByteString;
import io.weir.collector.source.EventSink;
import io.weir.collector.source.FiniteSource;
import io.weir.collector.source.hubble.HubbleEvents;
import io.weir.event.v1.Discarded;
import io.weir.hubble.observer.ExportEvent;
import io.weir.ingest.v1.Event;
import io.weir.runtime.Readiness;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hubble's JSON lines from files, merged by event time.
 *
 * <p>Files are about in order, so the merge looks at one line of each: the earliest goes first. The
 * position names the place in each file behind the last line given, and the shift of times, so that
 * a restart goes on where it was and in the same time. What is no item of Hubble's becomes a
 * discarded event with {@code FILE:LINE} and ends nothing.
 */
public final class HubbleFileSource implements FiniteSource {
  /** Its name in events, metrics and positions. */
  public static final String NAME = "hubble-file";

  private static final Logger LOG = LoggerFactory.getLogger(HubbleFileSource.class);
  private static final int BATCH_EVENTS_MAX = 500;
  private static final long BATCH_BYTES_MAX = 1 << 20;

  /** The line of one file that comes next. */
  private record Head(InputFile.Read read, Event event, long timeNs) {}

  /** One file and its head. */
  private static final class Lane {
    final Path path;
    final InputFile file;
    @Nullable Head head;
    long lastNs;

    Lane(Path path, InputFile file) {
      this.path = path;
      this.file = file;
    }
  }

  private final HubbleFileConfig config;
  private final InstantSource clock;
  private final HubbleFileMetrics metrics;
  private final Thread thread = new Thread(this::run, "weir-" + NAME);

  // Set by start, then confined to the thread.
  private @Nullable EventSink sink;
  private TimeShift shift = TimeShift.NONE;
  private boolean shiftKnown;
  private final Map<Path, FileMark> marks = new LinkedHashMap<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Event> batch = new ArrayList<>();
  private long batchBytes;
  private long lines;
  private long malformed;
  private long incomplete;

  private volatile boolean stopped;
  private volatile Readiness readiness = Readiness.notReady("Files are not read yet.");
  private volatile HubbleFileProgress progress = new HubbleFileProgress(0, 0, 0, 0, 0, false);

  /** A source that does nothing yet. */
  public HubbleFileSource(HubbleFileConfig config, InstantSource clock, HubbleFileMetrics metrics) {
    this.config = config;
    this.clock = clock;
    this.metrics = metrics;
    this.thread.setDaemon(true);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(EventSink eventSink, Optional<String> position) throws StartException {
    for (Path file : config.files()) {
      if (Files.isDirectory(file) || (!config.follow() && !Files.isReadable(file))) {
        throw new StartException(
            "Cannot read flows from "
                + file
                + " (expected: a readable file of Hubble JSON lines).");
      }
    }
    sink = eventSink;
    Optional<FileMark.Position> known = position.flatMap(FileMark.Position::decode);
    if (known.isEmpty() && position.isPresent()) {
      LOG.warn("Begins at the start of the files: the stored position is of another version.");
    }
    known.ifPresent(
        stored -> {
          shift = stored.shift();
          shiftKnown = true;
          marks.putAll(stored.marks());
          marks.keySet().retainAll(config.files());
        });
    for (Path file : config.files()) {
      Optional<FileMark> mark = Optional.ofNullable(marks.get(file));
      lanes.add(
          new Lane(file, new InputFile(file, config.follow(), mark, (int) config.lineBytes())));
    }
    thread.start();
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  /** How far it is. Safe for any thread. */
  public HubbleFileProgress progress() {
    return progress;
  }

  @Override
  public boolean isDone() {
    return progress.done();
  }

  private void run() {
    boolean done = false;
    while (!stopped && !done) {
      try {
        findShift();
        done = readSome();
        readiness = Readiness.READY;
        report(done);
      } catch (IOException e) {
        LOG.warn("Cannot read a file of flows, it is tried again.", e);
        readiness = Readiness.notReady("Cannot read a file of flows: " + e);
        pause(Duration.ofSeconds(1));
      } catch (InterruptedException e) {
        break; // close
      } catch (RuntimeException e) {
        LOG.error("Reading files of flows ended with an error of ours.", e);
        readiness = Readiness.notReady("Reading files of flows ended with an error: " + e);
        break;
      }
    }
    closeFiles();
  }

  /** Known from the position, or found once before the first event. */
  private void findShift() throws IOException {
    if (shiftKnown) {
      return;
    }
    if (config.times() == HubbleFileConfig.Times.SHIFT_TO_NOW) {
      Optional<Instant> last = Optional.empty();
      for (Path file : config.files()) {
        Optional<Instant> here = LastTime.of(file, (int) config.lineBytes());
        if (last.isEmpty() || (here.isPresent() && here.get().isAfter(last.get()))) {
          last = here;
        }
      }
      shift =
          last.map(time -> new TimeShift(Duration.between(time, clock.instant()).toNanos()))
              .orElse(TimeShift.NONE);
    }
    shiftKnown = true;
  }

  /** Fills and gives one batch; true at the end of all files. */
  private boolean readSome() throws IOException, InterruptedException {
    Optional<IOException> failure = fill();
    if (!batch.isEmpty() && !stopped) {
      flush(); // before the file that cannot be read is tried again
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    boolean drained = lanes.stream().allMatch(lane -> lane.head == null);
    boolean done = drained && lanes.stream().allMatch(lane -> lane.file.isDone());
    if (drained && !done) {
      pause(config.pollInterval());
    }
    return done;
  }

  /** Adds lines to the batch until it is full or there are none at present. */
  private Optional<IOException> fill() {
    try {
      while (!stopped && batch.size() < BATCH_EVENTS_MAX && batchBytes < BATCH_BYTES_MAX) {
        Optional<Lane> next = earliest();
        if (next.isEmpty()) {
          break;
        }
        take(next.get());
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private Optional<Lane> earliest() throws IOException {
    Lane earliest = null;
    for (Lane lane : lanes) {
      if (lane.head == null) {
        lane.head = head(lane).orElse(null);
      }
      if (lane.head != null && (earliest == null || lane.head.timeNs() < earliest.head.timeNs())) {
        earliest = lane;
      }
    }
    return Optional.ofNullable(earliest);
  }

  private void take(Lane lane) {
    Head head = lane.head;
    lane.head = null;
    batch.add(head.event());
    batchBytes += head.read().line().bytes().length;
    marks.put(lane.path, head.read().mark());
    lines++;
  }

  private void flush() throws InterruptedException {
    sink.put(List.copyOf(batch), Optional.of(new FileMark.Position(shift, marks).encode()));
    batch.clear();
    batchBytes = 0;
  }

  private Optional<Head> head(Lane lane) throws IOException {
    Optional<InputFile.Read> read = lane.file.next();
    while (read.isPresent() && isBlank(read.get().line().bytes())) {
      read = lane.file.next();
    }
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Event event = event(lane, read.get());
    lane.lastNs = event.getObservedAtNs();
    return Optional.of(new Head(read.get(), event, lane.lastNs));
  }

  private static boolean isBlank(byte[] line) {
    for (byte character : line) {
      if (character > ' ' || character < 0) {
        return false;
      }
    }
    return true;
  }

  private Event event(Lane lane, InputFile.Read read) {
    long nowNs = nowNs();
    if (read.line().tooLarge()) {
      return discarded(
          lane, read, "too_large", "expected: a line of at most " + config.lineBytes() + " bytes");
    }
    HubbleLine line = HubbleLine.parse(new String(read.line().bytes(), StandardCharsets.UTF_8));
    if (line instanceof HubbleLine.Refused refused) {
      return discarded(lane, read, refused.reason(), refused.message());
    }
    HubbleLine.Item item = (HubbleLine.Item) line;
    if (!item.complete()) {
      incomplete++;
      metrics.incomplete();
    }
    ExportEvent shifted = shift.apply(item.event());
    metrics.line(HubbleEvents.kind(shifted));
    return HubbleEvents.event(NAME, shifted, nowNs).orElseThrow();
  }

  private Event discarded(Lane lane, InputFile.Read read, String reason, String message) {
    String origin = lane.path + ":" + read.line().number();
    if (malformed == 0) { // the metric and the topic have the rest
      LOG.warn("Discarded a line. origin={} reason={} cause=\"{}\"", origin, reason, message);
    }
    malformed++;
    metrics.line("discarded");
    byte[] bytes = read.line().bytes();
    int keep = Math.min(bytes.length, LineReader.REFUSED_BYTES_MAX);
    return Event.newBuilder()
        // Beside its neighbours, so that the merge keeps the file's order.
        .setObservedAtNs(lane.lastNs > 0 ? lane.lastNs : nowNs())
        .setSource(NAME)
        .setDiscarded(
            Discarded.newBuilder()
                .setOrigin(origin)
                .setReason(reason)
                .setMessage(message)
                .setBytes(ByteString.copyFrom(bytes, 0, keep))
                .setBytesTotal(read.line().bytesTotal()))
        .build();
  }

  private long nowNs() {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  private void report(boolean done) throws IOException {
    long total = 0;
    for (Path file : config.files()) {
      total += Files.exists(file) ? Files.size(file) : 0;
    }
    long read = marks.values().stream().mapToLong(FileMark::offset).sum();
    progress =
        new HubbleFileProgress(lines, malformed, incomplete, done ? total : read, total, done);
  }

  private void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close: the next wait ends at once
    }
  }

  private void closeFiles() {
    for (Lane lane : lanes) {
      try {
        lane.file.close();
      } catch (IOException e) {
        LOG.warn("A file that was only read did not close. path={}", lane.path, e);
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    readiness = Readiness.notReady("The source is closed.");
  }
}
