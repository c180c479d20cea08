package io.weir.storage.embedded;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.runtime.StartException;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowStore;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import io.weir.storage.StoreException;
import io.weir.storage.archive.ArchiveBatch;
import io.weir.storage.archive.ArchiveWriter;
import io.weir.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The archive of one machine, in a directory. Made inert; {@link #start} opens it, {@link #close}
 * ends it. One process uses a directory at a time.
 *
 * <p>Any number of threads may read; appends are serialized by this object's monitor. Survives the
 * death of the process at any moment with exactly what was committed. When writing fails the files
 * are closed and opened anew on the next use, scans that are under way fail, and nothing of the
 * failed batch remains.
 */
public final class EmbeddedStore implements FlowStore, SeriesStore, ArchiveWriter, AutoCloseable {
  private final EmbeddedConfig config;
  private final InstantSource clock;
  private final EmbeddedMetrics metrics;
  // Both set between start and close; the archive is absent also after a failure, until it opens.
  private @Nullable DirectoryLock lock;
  private volatile @Nullable OpenArchive archive;

  public EmbeddedStore(EmbeddedConfig config, PrometheusRegistry registry, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.metrics =
        new EmbeddedMetrics(
            registry,
            () -> sum(path -> 1),
            () ->
                sum(
                    path ->
                        size(path) + size(ArchiveFile.events(path)) + size(ArchiveFile.wal(path))),
            () -> sum(path -> size(ArchiveFile.wal(path))));
  }

  /**
   * Opens the directory.
   *
   * @throws StartException if another process uses it, it is not writable, or a file in it is of a
   *     newer version or damaged
   */
  public synchronized void start() throws StartException {
    if (lock != null) {
      return;
    }
    try {
      lock = DirectoryLock.take(config.dir());
      open();
    } catch (StoreException e) {
      close();
      throw new StartException(e.getMessage(), e);
    }
  }

  private synchronized OpenArchive open() {
    OpenArchive current = archive;
    if (current != null) {
      return current;
    }
    if (lock == null) {
      throw new StoreException("The archive in " + config.dir() + " is not open.", null);
    }
    try {
      OpenArchive opened = OpenArchive.open(config, now());
      archive = opened;
      return opened;
    } catch (SQLException e) {
      throw new StoreException(
          "Cannot open the archive in " + config.dir() + ": " + e.getMessage(), e);
    }
  }

  private OpenArchive current() {
    OpenArchive current = archive;
    return current != null ? current : open();
  }

  @Override
  public Progress progress() {
    return progress(Topic.FLOWS);
  }

  @Override
  public Progress progress(Series<?> series) {
    return progress(series.topic());
  }

  @Override
  public Progress progress(Topic topic) {
    return current().state(topic).progress();
  }

  @Override
  public FlowCursor scan(FlowQuery query) {
    OpenArchive open = current();
    // In this order: what the progress covers is in the files that are pinned after it was read.
    TopicState state = open.state(Topic.FLOWS);
    List<ArchiveFile> pinned = open.pin();
    List<FileScan> scans = new ArrayList<>();
    for (ArchiveFile file : pinned) {
      Optional<TimeSpan> span = file.span(FileFormat.FLOWS);
      if (span.isPresent() && overlaps(span.get(), query)) {
        Map<Integer, Long> limits = OpenArchive.limits(file, state, query.before());
        scans.add(new FileScan(open.database(), file, span.get(), query, limits));
      }
    }
    metrics.cursorOpened();
    return new ArchiveCursor(
        query.order(),
        scans,
        () -> {
          metrics.cursorClosed();
          unpin(open, pinned);
        });
  }

  private static boolean overlaps(TimeSpan span, FlowQuery query) {
    return span.firstNs() <= query.toNs() && span.lastNs() >= query.fromNs();
  }

  private void unpin(OpenArchive open, List<ArchiveFile> pinned) {
    try {
      open.unpin(pinned);
    } catch (SQLException e) {
      throw new StoreException(
          "Cannot remove an expired file in " + config.dir() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public <T extends Message> List<T> scan(Series<T> series, SeriesQuery query) {
    OpenArchive open = current();
    List<ArchiveFile> pinned = open.pin();
    try {
      SeriesScan<T> scan = new SeriesScan<>(series, query);
      for (ArchiveFile file : pinned) {
        Optional<TimeSpan> span = file.span(FileFormat.table(series));
        if (span.isPresent()
            && span.get().firstNs() < query.toNs()
            && span.get().lastNs() >= query.fromNs()) {
          open.database()
              .read(
                  connection -> {
                    scan.add(connection, file);
                    return file;
                  });
        }
      }
      return scan.records();
    } catch (SQLException | InvalidProtocolBufferException e) {
      throw new StoreException(
          "Cannot read "
              + series.topic().topicName()
              + " from "
              + config.dir()
              + ": "
              + e.getMessage(),
          e);
    } finally {
      unpin(open, pinned);
    }
  }

  @Override
  public Optional<TimeSpan> span(Series<?> series) {
    return current().span(FileFormat.table(series));
  }

  @Override
  public synchronized void append(ArchiveBatch batch) {
    OpenArchive open = current();
    requireNew(batch, open.state(batch.topic()).progress());
    try {
      open.append(batch, now());
      metrics.appended(batch.topic().topicName(), batch.size());
    } catch (SQLException | RuntimeException e) {
      metrics.appendFailed();
      abandon(open);
      throw new StoreException(
          "Cannot append "
              + batch.size()
              + " rows to the archive in "
              + config.dir()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** Guards exactly-once: a record that was archived before is a mistake of the caller. */
  private static void requireNew(ArchiveBatch batch, Progress stored) {
    batch.flows().forEach(row -> requireNew(batch, stored, row.partition(), row.offset()));
    batch.series().forEach(row -> requireNew(batch, stored, row.partition(), row.offset()));
  }

  private static void requireNew(ArchiveBatch batch, Progress stored, int partition, long offset) {
    long from = batch.restarted().contains(partition) ? 0 : stored.nextOffset(partition);
    long to = batch.progress().nextOffset(partition);
    if (offset < from || offset >= to) {
      throw new IllegalArgumentException(
          "offset: "
              + offset
              + " of "
              + batch.topic().topicName()
              + "-"
              + partition
              + " (expected: from the stored "
              + from
              + " up to the batch's "
              + to
              + ")");
    }
  }

  /** Forgets what is in memory: the disk says what was committed. */
  private void abandon(OpenArchive failed) {
    archive = null;
    try {
      failed.close();
    } catch (SQLException e) {
      throw new StoreException(
          "Cannot close the archive in " + config.dir() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void maintain() {
    OpenArchive open = current();
    try {
      metrics.expired(open.maintain(now()));
    } catch (SQLException | RuntimeException e) {
      abandon(open);
      throw new StoreException(
          "Cannot open or remove a file of the archive in " + config.dir() + ": " + e.getMessage(),
          e);
    }
  }

  @Override
  public synchronized void close() {
    OpenArchive open = archive;
    DirectoryLock held = lock;
    lock = null;
    try {
      if (open != null) {
        abandon(open);
      }
    } finally {
      if (held != null) {
        held.close();
      }
    }
  }

  private long now() {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  private long sum(ToLongFunction<Path> what) {
    OpenArchive open = archive;
    AtomicLong sum = new AtomicLong();
    if (open != null) {
      open.forEachPath(path -> sum.addAndGet(what.applyAsLong(path)));
    }
    return sum.get();
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return 0; // no log at the moment, or just removed
    }
  }
}
