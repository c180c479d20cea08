package io.weir.storage.embedded;

import io.weir.storage.Progress;
import io.weir.storage.SeriesStore.TimeSpan;
import io.weir.storage.StoredFlow;
import io.weir.storage.archive.ArchiveBatch;
import io.weir.storage.archive.SeriesRecord;
import io.weir.storage.embedded.BlockIndex.Block;
import io.weir.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a directory, opened. Writing is for one thread at a time; reading for any.
 *
 * <p>The newest file is written; its progress is the truth. After any failure to write the whole
 * object is closed and a new one opened, so that memory never says more than the disk.
 */
final class OpenArchive implements AutoCloseable {
  /** How long a collector's number is kept without an event of it, at least, by archiving time. */
  static final long SEEN_KEPT_NS = TimeUnit.HOURS.toNanos(48);

  private static final Logger LOG = LoggerFactory.getLogger(OpenArchive.class);

  private final EmbeddedConfig config;
  private final Database database;
  // Oldest first, never empty after opening. Guarded by itself, as are the files' pins.
  private final List<ArchiveFile> files = new ArrayList<>();
  private final Map<Topic, TopicState> states = new ConcurrentHashMap<>();
  // Beside the newest file; for the thread that writes.
  private @Nullable EventFile events;

  private OpenArchive(EmbeddedConfig config, Database database) {
    this.config = config;
    this.database = database;
  }

  /** Opens every file of the directory, and makes the first. The caller holds the lock. */
  static OpenArchive open(EmbeddedConfig config, long nowNs) throws SQLException {
    OpenArchive archive =
        new OpenArchive(config, Database.open(config, config.dir().resolve("tmp")));
    try {
      archive.openFiles(nowNs);
      return archive;
    } catch (SQLException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private void openFiles(long nowNs) throws SQLException {
    for (Map.Entry<Integer, Path> entry : listFiles(config.dir()).entrySet()) {
      openFile(entry.getKey(), entry.getValue());
    }
    if (files.isEmpty()) {
      addFile(1, nowNs, Optional.empty());
    }
    states.putAll(FileFormat.states(database.writer(), ArchiveFile.alias(newest().number())));
  }

  private void openFile(int number, Path path) throws SQLException {
    String alias = ArchiveFile.alias(number);
    database.attach(path, alias);
    Connection connection = database.writer();
    if (!FileFormat.isMade(connection, alias)) {
      LOG.info("Removed an archive file whose making was interrupted file={}", path);
      database.detach(alias);
      delete(path);
      return;
    }
    long version = FileFormat.version(connection, alias, path);
    long openedAt = FileFormat.openedAtNs(connection, alias);
    TopicState flows =
        FileFormat.states(connection, alias).getOrDefault(Topic.FLOWS, TopicState.NONE);
    ArchiveFile file = new ArchiveFile(number, path, openedAt, flows.generations());
    if (version < FileFormat.VERSION) {
      new FlowMigration(database, file, config.blockRows()).run();
    }
    long eventsEnd = FileFormat.readBlocks(connection, file);
    for (String table : FileFormat.dataTables()) {
      readSpan(connection, file, table);
    }
    if (!files.isEmpty()) {
      seal(newest());
    }
    openEvents(file, eventsEnd);
    files.add(file);
  }

  /** The file of events beside the newest database; the one before is only read from now on. */
  private void openEvents(ArchiveFile file, long end) throws SQLException {
    try {
      EventFile opened = EventFile.open(file.eventsPath(), end);
      closeEvents();
      events = opened;
    } catch (IOException e) {
      throw new SQLException("cannot open " + file.eventsPath() + ": " + e.getMessage(), e);
    }
  }

  private void closeEvents() throws IOException {
    EventFile open = events;
    events = null;
    if (open != null) {
      open.close();
    }
  }

  private static void readSpan(Connection connection, ArchiveFile file, String table)
      throws SQLException {
    String sql = "SELECT min(time_ns), max(time_ns) FROM " + file.table(table);
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      if (rows.next() && rows.getObject(1) != null) {
        file.widen(table, rows.getLong(1), rows.getLong(2));
      }
    }
  }

  private void seal(ArchiveFile file) throws SQLException {
    Map<Topic, TopicState> last =
        FileFormat.states(database.writer(), ArchiveFile.alias(file.number()));
    file.seal(last.getOrDefault(Topic.FLOWS, TopicState.NONE).progress().nextOffsets());
  }

  private static TreeMap<Integer, Path> listFiles(Path dir) throws SQLException {
    TreeMap<Integer, Path> found = new TreeMap<>();
    try (Stream<Path> paths = Files.list(dir)) {
      paths.forEach(path -> ArchiveFile.number(path).ifPresent(n -> found.put(n, path)));
    } catch (IOException e) {
      throw new SQLException("cannot list " + dir + ": " + e.getMessage(), e);
    }
    return found;
  }

  Database database() {
    return database;
  }

  TopicState state(Topic topic) {
    return states.getOrDefault(topic, TopicState.NONE);
  }

  /** Appends the batch and moves the progress, in one transaction. */
  void append(ArchiveBatch batch, long nowNs) throws SQLException {
    rollWhenRestarted(batch, nowNs);
    rollWhenDue(nowNs);
    ArchiveFile file = newest();
    DuckDBConnection connection = database.writer();
    TopicState state = state(batch.topic());
    database.begin();
    RowWriter rows = new RowWriter(connection, file);
    List<Block> blocks = write(rows, batch.flows(), file);
    Map<String, List<SeriesRecord<?>>> tables =
        batch.series().stream()
            .collect(Collectors.groupingBy(row -> FileFormat.table(row.series())));
    for (Map.Entry<String, List<SeriesRecord<?>>> table : tables.entrySet()) {
      rows.series(table.getKey(), table.getValue());
    }
    FileFormat.moveProgress(
        connection,
        ArchiveFile.alias(file.number()),
        batch.topic(),
        state,
        batch.progress(),
        nowNs);
    database.commit();
    // Blocks first: whoever sees the progress must find what it covers.
    blocks.forEach(file.blocks()::add);
    states.put(batch.topic(), state.plus(batch.progress()));
  }

  private List<Block> write(RowWriter rows, List<StoredFlow> flows, ArchiveFile file)
      throws SQLException {
    try {
      return rows.flows(
          flows, Objects.requireNonNull(events), config.blockRows(), file.blocks().count());
    } catch (IOException e) {
      throw new SQLException("cannot write " + file.eventsPath() + ": " + e.getMessage(), e);
    }
  }

  /** A new generation of offsets begins in a file of its own. */
  private void rollWhenRestarted(ArchiveBatch batch, long nowNs) throws SQLException {
    if (!batch.restarted().isEmpty()) {
      TopicState next = state(batch.topic()).restarted(batch.restarted());
      roll(nowNs, Optional.of(Map.entry(batch.topic(), next)));
    }
  }

  /** Opens the next file when the newest has covered its span. */
  private void rollWhenDue(long nowNs) throws SQLException {
    if (span(nowNs) > span(newest().openedAtNs())) {
      roll(nowNs, Optional.empty());
    }
  }

  private long span(long timeNs) {
    return Math.floorDiv(timeNs, config.fileSpan().toNanos());
  }

  private void roll(long nowNs, Optional<Map.Entry<Topic, TopicState>> restarted)
      throws SQLException {
    ArchiveFile full = newest();
    seal(full);
    addFile(full.number() + 1, nowNs, restarted);
    // Collectors that were not seen for long stayed behind.
    states.putAll(FileFormat.states(database.writer(), ArchiveFile.alias(newest().number())));
    database.checkpoint(ArchiveFile.alias(full.number()));
    LOG.info("Opened the next archive file file={}", newest().path());
  }

  private void addFile(int number, long nowNs, Optional<Map.Entry<Topic, TopicState>> restarted)
      throws SQLException {
    Path path = ArchiveFile.path(config.dir(), number);
    String alias = ArchiveFile.alias(number);
    database.attach(path, alias);
    DuckDBConnection connection = database.writer();
    database.begin();
    FileFormat.create(connection, alias, nowNs);
    if (!files.isEmpty()) {
      String before = ArchiveFile.alias(newest().number());
      FileFormat.copyProgress(connection, before, alias, nowNs - SEEN_KEPT_NS);
    }
    if (restarted.isPresent()) {
      TopicState state = restarted.get().getValue();
      FileFormat.moveProgress(
          connection,
          alias,
          restarted.get().getKey(),
          state,
          new Progress(state.progress().nextOffsets(), Map.of()),
          nowNs);
    }
    database.commit();
    Map<Topic, TopicState> copied = FileFormat.states(connection, alias);
    Map<Integer, Integer> generations =
        copied.getOrDefault(Topic.FLOWS, TopicState.NONE).generations();
    ArchiveFile file = new ArchiveFile(number, path, nowNs, generations);
    openEvents(file, 0);
    synchronized (files) {
      files.add(file);
    }
  }

  /**
   * Opens the next file when it is due, traffic or not, and removes what expired.
   *
   * @return how many files expired
   */
  int maintain(long nowNs) throws SQLException {
    rollWhenDue(nowNs);
    return expire(nowNs);
  }

  /**
   * Removes files whose newest record was archived longer than the retention ago; a file that is
   * being read goes when the last reader is done.
   */
  private int expire(long nowNs) throws SQLException {
    long keptSince = nowNs - config.retention().toNanos();
    int expired = 0;
    while (true) {
      ArchiveFile oldest;
      boolean unused;
      synchronized (files) {
        // The newest is always kept.
        if (files.size() < 2 || endNs(files.get(0), files.get(1)) > keptSince) {
          return expired;
        }
        oldest = files.remove(0);
        unused = oldest.expire();
      }
      expired++;
      LOG.info("An archive file expired file={}", oldest.path());
      if (unused) {
        drop(oldest);
      }
    }
  }

  /** Nothing was archived into a file after its span, nor after the next one was opened. */
  private long endNs(ArchiveFile file, ArchiveFile next) {
    long spanEnd = (span(file.openedAtNs()) + 1) * config.fileSpan().toNanos();
    return Math.min(spanEnd, next.openedAtNs());
  }

  private void drop(ArchiveFile file) throws SQLException {
    database.detach(ArchiveFile.alias(file.number()));
    delete(file.path());
  }

  private static void delete(Path path) throws SQLException {
    try {
      Files.deleteIfExists(ArchiveFile.events(path));
      Files.deleteIfExists(ArchiveFile.wal(path));
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new SQLException("cannot delete " + path + ": " + e.getMessage(), e);
    }
  }

  /** The files, oldest first, kept from being removed until {@link #unpin}. */
  List<ArchiveFile> pin() {
    synchronized (files) {
      files.forEach(ArchiveFile::pin);
      return List.copyOf(files);
    }
  }

  void unpin(List<ArchiveFile> pinned) throws SQLException {
    List<ArchiveFile> unused;
    synchronized (files) {
      unused = pinned.stream().filter(ArchiveFile::unpin).toList();
    }
    for (ArchiveFile file : unused) {
      drop(file);
    }
  }

  /**
   * Where a scan of one file must stop in each partition, so that it sees what {@code state} says
   * and nothing later; empty when the file has nothing later.
   */
  static Map<Integer, Long> limits(ArchiveFile file, TopicState state, Map<Integer, Long> before) {
    Map<Integer, Long> limits = new HashMap<>();
    for (Map.Entry<Integer, Long> next : state.progress().nextOffsets().entrySet()) {
      int partition = next.getKey();
      // Offsets of an older generation mean nothing to whoever reads the topic now.
      boolean older = file.flowGeneration(partition) < state.generation(partition);
      long asked = before.getOrDefault(partition, Long.MAX_VALUE);
      limits.put(partition, older ? Long.MAX_VALUE : Math.min(next.getValue(), asked));
    }
    boolean nothingLater =
        file.sealed()
            .map(
                ends ->
                    ends.entrySet().stream()
                        .allMatch(end -> end.getValue() <= limits.getOrDefault(end.getKey(), 0L)))
            .orElse(false);
    return nothingLater ? Map.of() : limits;
  }

  /** Event times of a table over all files. */
  Optional<TimeSpan> span(String table) {
    synchronized (files) {
      return files.stream()
          .flatMap(file -> file.span(table).stream())
          .reduce(
              (a, b) ->
                  new TimeSpan(
                      Math.min(a.firstNs(), b.firstNs()), Math.max(a.lastNs(), b.lastNs())));
    }
  }

  /** Calls {@code each} with every file's path. */
  void forEachPath(Consumer<Path> each) {
    synchronized (files) {
      files.forEach(file -> each.accept(file.path()));
    }
  }

  private ArchiveFile newest() {
    synchronized (files) {
      return files.get(files.size() - 1);
    }
  }

  /** Events in all files. */
  long flowRows() {
    synchronized (files) {
      return files.stream().mapToLong(file -> file.blocks().rows()).sum();
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      closeEvents();
    } catch (IOException e) {
      throw new SQLException("cannot close the events in " + config.dir(), e);
    } finally {
      database.close();
    }
  }
}
