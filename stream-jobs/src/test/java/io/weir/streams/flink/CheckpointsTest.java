package io.weir.streams.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.streams.Job;
import io.weir.streams.JobsConfig;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir Path directory;

  private Path checkpoint(String job, int number, long writtenMs) throws Exception {
    return checkpoint(directory.resolve("edges+slis+drops"), job, number, writtenMs);
  }

  private static Path checkpoint(Path runs, String job, int number, long writtenMs)
      throws Exception {
    Path folder = Files.createDirectories(runs.resolve(job).resolve("chk-" + number));
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
    assertThat(newest(config(directory.resolve("absent")))).isEmpty();
    assertThat(newest(config(directory))).isEmpty();
  }

  @Test
  void newestOfAllRunsIsFound() throws Exception {
    checkpoint("old-run", 900, 1_000);
    checkpoint("new-run", 7, 2_000);
    Path newest = checkpoint("new-run", 8, 3_000);
    assertThat(newest(config(directory))).contains(newest);
  }

  @Test
  void unfinishedAndBrokenOnesArePassedOver() throws Exception {
    Path good = checkpoint("run", 7, 1_000);
    Path broken = checkpoint("run", 8, 2_000);
    Files.write(broken.resolve("_metadata"), new byte[] {1, 2, 3});
    Files.createDirectories(directory.resolve("run").resolve("chk-9"));
    Files.createDirectories(directory.resolve("run").resolve("shared"));
    assertThat(newest(config(directory))).contains(good);
  }

  @Test
  void eachSetOfJobsHasItsOwn() throws Exception {
    Path all = checkpoint("run", 1, 1_000);
    Path some = checkpoint(directory.resolve("edges+slis"), "run", 2, 2_000);
    assertThat(newest(config(directory))).contains(all);
    assertThat(newest(config(directory).running(Job.SLIS, Job.EDGES))).contains(some);
    assertThat(newest(config(directory).running(Job.EDGES))).isEmpty();
  }

  /** Before jobs ran apart the runs lay in the directory itself. */
  @Test
  void allJobsGoOnFromWhereEarlierBuildsKeptTheirs() throws Exception {
    Path before = checkpoint(directory, "run", 8, 9_000);
    assertThat(newest(config(directory))).contains(before);
    assertThat(newest(config(directory).running(Job.SLIS))).isEmpty();
    Path now = checkpoint("run", 1, 1_000);
    assertThat(newest(config(directory))).contains(now);
  }

  @Test
  void namesWithSpacesAreFound() throws Exception {
    Path odd = Files.createDirectories(directory.resolve("my data 100%"));
    Path only = checkpoint(odd.resolve("edges+slis+drops"), "run", 1, 1_000);
    assertThat(newest(config(odd))).contains(only);
  }

  @Test
  void aFolderForTheSetIsPartOfTheUri() {
    JobsConfig bucket = JobsConfig.DEFAULT.at("kafka:9092", "s3://bucket/weir/");
    assertThat(Checkpoints.folder(bucket)).isEqualTo("s3://bucket/weir/edges+slis+drops");
    assertThat(Checkpoints.folder(bucket.running(Job.DROPS))).isEqualTo("s3://bucket/weir/drops");
    assertThat(Checkpoints.folder(config(Path.of("/var/lib/my data"))))
        .isEqualTo("file:///var/lib/my data/edges+slis+drops");
  }

  private static JobsConfig config(Path directory) {
    return JobsConfig.DEFAULT.at("kafka:9092", directory);
  }

  private static Optional<Path> newest(JobsConfig config) throws Exception {
    return Checkpoints.newest(config)
        .map(uri -> Path.of(new org.apache.flink.core.fs.Path(uri).getPath()));
  }
}
