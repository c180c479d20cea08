package io.weir.streams.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir Path directory;

  private Path checkpoint(String job, int number, long writtenMs) throws Exception {
    Path folder = Files.createDirectories(directory.resolve(job).resolve("chk-" + number));
    Path metadata = folder.resolve("_metadata");
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(metadata))) {
      org.apache.flink.runtime.checkpoint.Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(number, List.of(), List.of()), out);
    }
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(writtenMs));
    return folder;
  }

  @Test
  void nothingIsFoundWhereNothingIs() throws Exception {
    assertThat(Checkpoints.newest(directory.resolve("absent"))).isEmpty();
    assertThat(Checkpoints.newest(directory)).isEmpty();
  }

  @Test
  void newestOfAllRunsIsFound() throws Exception {
    checkpoint("old-run", 900, 1_000);
    checkpoint("new-run", 7, 2_000);
    Path newest = checkpoint("new-run", 8, 3_000);
    assertThat(Checkpoints.newest(directory)).contains(newest);
  }

  @Test
  void unfinishedAndBrokenOnesArePassedOver() throws Exception {
    Path good = checkpoint("run", 7, 1_000);
    Path broken = checkpoint("run", 8, 2_000);
    Files.write(broken.resolve("_metadata"), new byte[] {1, 2, 3});
    Files.createDirectories(directory.resolve("run").resolve("chk-9"));
    Files.createDirectories(directory.resolve("run").resolve("shared"));
    assertThat(Checkpoints.newest(directory)).contains(good);
  }
}
