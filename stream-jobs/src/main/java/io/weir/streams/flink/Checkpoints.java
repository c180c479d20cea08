package io.weir.streams.flink;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the checkpoint to go on from. */
public final class Checkpoints {
  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

  private static final String METADATA = "_metadata";

  private Checkpoints() {}

  private record Candidate(Path directory, long number, long writtenMs) {}

  /**
   * The newest complete checkpoint below {@code directory}, over all runs of the job (each has a
   * folder of its own, named by its job id). One that cannot be read is passed over with a warning.
   *
   * @return the checkpoint's folder, {@code DIRECTORY/JOB/chk-N}; empty when there is none
   */
  public static Optional<Path> newest(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    List<Candidate> candidates = candidates(directory);
    // Numbers go on from run to run; the time decides where somebody started afresh.
    candidates.sort(
        Comparator.comparingLong(Candidate::writtenMs)
            .thenComparingLong(Candidate::number)
            .reversed());
    for (Candidate candidate : candidates) {
      if (isReadable(candidate.directory().resolve(METADATA))) {
        return Optional.of(candidate.directory());
      }
    }
    return Optional.empty();
  }

  private static List<Candidate> candidates(Path directory) throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    try (DirectoryStream<Path> jobs = Files.newDirectoryStream(directory, Files::isDirectory)) {
      for (Path job : jobs) {
        try (DirectoryStream<Path> checkpoints = Files.newDirectoryStream(job, "chk-*")) {
          for (Path checkpoint : checkpoints) {
            Path metadata = checkpoint.resolve(METADATA);
            if (Files.isRegularFile(metadata)) {
              candidates.add(
                  new Candidate(
                      checkpoint,
                      number(checkpoint),
                      Files.getLastModifiedTime(metadata).toMillis()));
            }
          }
        }
      }
    }
    return candidates;
  }

  private static long number(Path checkpoint) {
    try {
      return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static boolean isReadable(Path metadata) {
    try (InputStream in = Files.newInputStream(metadata);
        DataInputStream data = new DataInputStream(in)) {
      org.apache.flink.runtime.checkpoint.Checkpoints.loadCheckpointMetadata(
          data, Checkpoints.class.getClassLoader(), metadata.toString());
      return true;
    } catch (IOException | RuntimeException e) {
      log.warn("Passed over an unreadable checkpoint path={} cause=\"{}\"", metadata, e.toString());
      return false;
    }
  }
}
