package io.weir.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.model.SeenNumbers.Origin;
import io.weir.runtime.StartException;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.Progress;
import io.weir.storage.StoreException;
import io.weir.storage.StoredFlow;
import io.weir.storage.TestEvents;
import io.weir.storage.archive.ArchiveBatch;
import io.weir.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded store does beyond the contracts: files, retention, refusing to open. */
class EmbeddedStoreTest {
  @TempDir Path dir;
  private EmbeddedStores stores;

  @BeforeEach
  void makeStores() {
    stores = new EmbeddedStores(dir);
  }

  @Test
  void expiresWholeFilesByArchivingTimeWhateverTheEventTime() throws IOException {
    try (EmbeddedStore store = stores.started()) {
      append(store, 0, 5_000_000_000_000_000_000L);
      stores.advance(Duration.ofHours(2));
      append(store, 1, -7);
      assertThat(files()).hasSize(2);

      stores.advance(stores.config().retention().minusHours(2).minusMinutes(5));
      store.maintain();
      assertThat(offsets(store)).containsExactly(1L, 0L);

      // The first file's span ended at 04:00; what is kept now begins at 04:01:05.
      stores.advance(Duration.ofMinutes(62));
      store.maintain();
      assertThat(offsets(store)).containsExactly(1L);
      assertThat(store.progress().nextOffsets()).isEqualTo(Map.of(0, 2L));

      // Without traffic too: the newest file is closed when its span has passed.
      stores.advance(Duration.ofHours(3));
      store.maintain();
      assertThat(offsets(store)).isEmpty();
      assertThat(store.progress().nextOffsets()).isEqualTo(Map.of(0, 2L));
    }
  }

  @Test
  void expiredFileStaysUntilItsReadersAreDone() throws IOException {
    try (EmbeddedStore store = stores.started()) {
      append(store, 0, 1);
      append(store, 1, 2);
      Path first = files().get(0);
      FlowCursor cursor = store.scan(FlowQuery.ALL);
      stores.advance(stores.config().retention().plusHours(3));
      store.maintain();
      assertThat(first).exists();
      assertThat(offsets(store)).isEmpty();
      assertThat(cursor.next().offset()).isZero();
      assertThat(cursor.next().offset()).isEqualTo(1);

      cursor.close();

      assertThat(first).doesNotExist();
    }
  }

  @Test
  void forgetsCollectorsThatWereNotSeenForTwoDaysWhenAFileIsOpened() {
    try (EmbeddedStore store = stores.started()) {
      append(store, 0, 1, Map.of(new Origin(0, "gone"), 9L, new Origin(0, "here"), 4L));
      stores.advance(Duration.ofHours(47));
      append(store, 1, 1, Map.of(new Origin(0, "here"), 5L));
      assertThat(store.progress().seen()).hasSize(2);
      stores.advance(Duration.ofHours(2));
      append(store, 2, 1, Map.of());

      assertThat(store.progress().seen()).isEqualTo(Map.of(new Origin(0, "here"), 5L));
    }
  }

  @Test
  void secondStoreOnOneDirectoryIsRefusedWithOneSentence() {
    try (EmbeddedStore first = stores.started();
        EmbeddedStore second = stores.store()) {
      assertThatThrownBy(second::start)
          .isInstanceOf(StartException.class)
          .hasMessage(
              "The archive in "
                  + dir
                  + " is in use by another Weir: stop that one, or choose another directory.");
      assertThat(first.progress()).isEqualTo(Progress.NONE);
    }
  }

  @Test
  void refusesAFileOfANewerVersion() throws Exception {
    stores.started().close();
    execute(files().get(0), "UPDATE f.meta SET value = 99 WHERE name = 'format_version'");

    try (EmbeddedStore store = stores.store()) {
      assertThatThrownBy(store::start)
          .isInstanceOf(StartException.class)
          .hasMessageContaining("has format version 99 (expected: 1 to 2)");
    }
  }

  @Test
  void refusesADamagedFileAndLeavesItAlone() throws Exception {
    Path file = ArchiveFile.path(dir, 1);
    Files.writeString(file, "this is not an archive".repeat(500));
    try (EmbeddedStore store = stores.store()) {
      assertThatThrownBy(store::start)
          .isInstanceOf(StartException.class)
          .hasMessageContaining("Cannot open the archive in " + dir);
    }
    assertThat(file).exists();
  }

  /** A process that died while it made a file leaves one without tables. */
  @Test
  void removesAFileWhoseMakingWasInterrupted() throws Exception {
    try (EmbeddedStore store = stores.started()) {
      append(store, 0, 1);
    }
    execute(ArchiveFile.path(dir, 2), "CREATE TABLE f.t (i INTEGER)");
    execute(ArchiveFile.path(dir, 2), "DROP TABLE f.t");

    try (EmbeddedStore store = stores.started()) {
      assertThat(files()).hasSize(1);
      assertThat(offsets(store)).containsExactly(0L);
      stores.advance(Duration.ofHours(2));
      append(store, 1, 2);
      assertThat(files()).hasSize(2);
    }
  }

  @Test
  void directoryThatCannotBeMadeIsOneSentence() throws IOException {
    Path blocked = dir.resolve("file");
    Files.writeString(blocked, "");
    try (EmbeddedStore store = new EmbeddedStores(blocked.resolve("archive")).store()) {
      assertThatThrownBy(store::start)
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith("Cannot use " + blocked.resolve("archive"));
    }
  }

  @Test
  void closedStoreSaysSo() {
    EmbeddedStore store = stores.started();
    store.close();
    store.close();
    assertThatThrownBy(store::progress)
        .isInstanceOf(StoreException.class)
        .hasMessage("The archive in " + dir + " is not open.");
  }

  @Test
  void logIsFoldedInBeforeItGrowsFarBeyondItsLimit() {
    try (EmbeddedStore store = stores.started()) {
      long largest = 0;
      long offset = 0;
      for (int batch = 0; batch < 40; batch++) {
        List<StoredFlow> rows = new ArrayList<>();
        long end = offset + 500;
        for (; offset < end; offset++) {
          rows.add(
              new StoredFlow(
                  0,
                  offset,
                  TestEvents.flow(new java.util.Random(offset), "c", offset + 1, offset)));
        }
        store.append(
            new ArchiveBatch(
                Topic.FLOWS, rows, List.of(), new Progress(Map.of(0, offset), Map.of()), Set.of()));
        largest = Math.max(largest, size(ArchiveFile.wal(ArchiveFile.path(dir, 1))));
      }
      assertThat(largest).isPositive().isLessThan(3 * stores.config().walLimitBytes());
    }
  }

  private static long size(Path path) {
    return path.toFile().length();
  }

  private static void append(EmbeddedStore store, long offset, long timeNs) {
    append(store, offset, timeNs, Map.of());
  }

  private static void append(
      EmbeddedStore store, long offset, long timeNs, Map<Origin, Long> seen) {
    store.append(
        new ArchiveBatch(
            Topic.FLOWS,
            List.of(new StoredFlow(0, offset, TestEvents.loss("c", offset + 1, timeNs, 1))),
            List.of(),
            new Progress(Map.of(0, offset + 1), seen),
            Set.of()));
  }

  private static List<Long> offsets(EmbeddedStore store) {
    List<Long> offsets = new ArrayList<>();
    try (FlowCursor cursor = store.scan(FlowQuery.ALL)) {
      cursor.forEachRemaining(flow -> offsets.add(flow.offset()));
    }
    return offsets;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> paths = Files.list(dir)) {
      return paths.filter(path -> ArchiveFile.number(path).isPresent()).sorted().toList();
    }
  }

  private static void execute(Path file, String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("ATTACH '" + file + "' AS f");
      statement.execute(sql);
    }
  }
}
