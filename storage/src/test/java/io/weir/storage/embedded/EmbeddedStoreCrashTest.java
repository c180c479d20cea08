package io.weir.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.model.SeenNumbers.Origin;
import io.weir.runtime.StartException;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when the writing process dies, or cannot write any more. */
class EmbeddedStoreCrashTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir Path dir;

  @Test
  void killedWriterLeavesExactlyWhatItsProgressSays() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long before = 0;
    for (int round = 0; round < 4; round++) {
      String described = "seed=" + seed + " round=" + round;
      long acknowledged = before;
      Process writer = writer(List.of(), 0);
      try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
        // Dies somewhere inside a batch, a checkpoint or a roll-over, after some commits.
        int commits = 1 + random.nextInt(12);
        for (int i = 0; i < commits; i++) {
          acknowledged = committed(out.readLine());
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(60));
        // The handle, since the process object would close the pipe that is read on.
        writer.toHandle().destroyForcibly();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          acknowledged = committed(line);
        }
      } finally {
        writer.destroyForcibly().waitFor();
      }

      long stored = requireExact(described);

      assertThat(stored).as(described).isGreaterThanOrEqualTo(acknowledged).isGreaterThan(before);
      before = stored;
    }
  }

  /**
   * A file-size limit of the process stands in for a full disk: writes fail in the same way. It
   * must leave room for the database's library, which is unpacked first; hence the large rows.
   */
  @Test
  void writerWithoutRoomFailsCleanlyAndLeavesExactlyWhatItsProgressSays() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs sh to limit file sizes");
    Process writer =
        writer(List.of("/bin/sh", "-c", "ulimit -f 130000; exec \"$@\"", "sh"), 30_000);
    String last = "";
    long acknowledged = 0;
    try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = line;
        acknowledged = line.startsWith("committed") ? committed(line) : acknowledged;
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertThat(last).startsWith("failed Cannot append 700 rows to the archive in " + dir);
    assertThat(requireExact("no room")).isGreaterThanOrEqualTo(acknowledged);
  }

  private static long committed(String line) {
    assertThat(line).startsWith("committed ");
    return Long.parseLong(line.substring("committed ".length()));
  }

  private Process writer(List<String> prefix, int padding) throws IOException {
    List<String> command = new java.util.ArrayList<>(prefix);
    command.addAll(
        List.of(
            JAVA,
            "-Xmx200m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CrashingWriter.class.getName(),
            dir.toString(),
            Integer.toString(padding)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Every row that the progress covers is there, each once, and no other. */
  private long requireExact(String described) throws StartException {
    try (EmbeddedStore store =
        new EmbeddedStore(
            CrashingWriter.config(dir), new PrometheusRegistry(), InstantSource.system())) {
      store.start();
      Progress progress = store.progress();
      long next = progress.nextOffset(0);
      assertThat(progress.seen()).as(described).isEqualTo(Map.of(new Origin(0, "c"), next));
      long expected = 0;
      try (FlowCursor cursor = store.scan(FlowQuery.ALL)) {
        while (cursor.hasNext()) {
          assertThat(cursor.next().offset()).as(described).isEqualTo(expected++);
        }
      }
      assertThat(expected).as(described).isEqualTo(next);
      return next;
    }
  }
}
