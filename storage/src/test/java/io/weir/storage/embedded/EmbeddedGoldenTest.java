package io.weir.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.SeenNumbers.Origin;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.StoredFlow;
import io.weir.storage.TestEvents;
import io.weir.storage.archive.ArchiveBatch;
import io.weir.topic.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file as the first version wrote it. It is never changed once that is released; {@code
 * -Dweir.golden.write} makes it anew until then.
 */
class EmbeddedGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/archive-v1.duckdb.gz");
  private static final Map<Origin, Long> SEEN = Map.of(new Origin(0, "run-1"), 5L);

  @TempDir Path dir;

  @Test
  void fileOfVersionOneSaysWhatItSaid() throws IOException {
    if (System.getProperty("weir.golden.write") != null) {
      write();
    }
    Path file = ArchiveFile.path(dir, 1);
    Files.createDirectories(file.getParent());
    try (InputStream in = new GZIPInputStream(Files.newInputStream(GOLDEN))) {
      Files.copy(in, file);
    }
    try (EmbeddedStore store = new EmbeddedStores(dir).started()) {
      assertThat(store.progress()).isEqualTo(new Progress(Map.of(0, 5L), SEEN));
      List<StoredFlow> read = new ArrayList<>();
      try (FlowCursor cursor = store.scan(FlowQuery.ALL)) {
        cursor.forEachRemaining(read::add);
      }
      assertThat(read).isEqualTo(flows());
      assertThat(store.scan(Series.EDGES, SeriesQuery.windows(0, 100, 10)))
          .containsExactly(TestEvents.edge("cart", 20, 10, 7));
    }
  }

  private static List<StoredFlow> flows() {
    Random random = new Random(1);
    List<StoredFlow> flows = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      flows.add(new StoredFlow(0, i, TestEvents.flow(random, "run-1", i + 1L, 1_000L + i)));
    }
    flows.add(new StoredFlow(0, 4, TestEvents.loss("run-1", 5, 1_010, 42)));
    return flows;
  }

  private void write() throws IOException {
    Path scratch = dir.resolve("new");
    try (EmbeddedStore store = new EmbeddedStores(scratch).started()) {
      store.append(
          new ArchiveBatch(
              Topic.FLOWS, flows(), List.of(), new Progress(Map.of(0, 5L), SEEN), Set.of()));
      store.append(
          new ArchiveBatch(
              Topic.EDGES,
              List.of(),
              List.of(
                  TestEvents.record(0, 0, TestEvents.edge("cart", 20, 10, 3)),
                  TestEvents.record(0, 1, TestEvents.edge("cart", 20, 10, 7))),
              new Progress(Map.of(0, 2L), Map.of()),
              Set.of()));
    }
    Files.createDirectories(GOLDEN.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(GOLDEN))) {
      Files.copy(ArchiveFile.path(scratch, 1), out);
    }
  }
}
