package io.weir.streams.flink;

import io.weir.streams.JobSet;
import io.weir.streams.JobsConfig;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where checkpoints are, and which one to go on from. Reads through Flink's file systems, so a
 * bucket is as good as a directory.
 */
public final class Checkpoints {
  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

  private static final String METADATA = "_metadata";
  private static final String PREFIX = "chk-";

  private Checkpoints() {}

  private record Candidate(Path directory, long number, long writtenMs) {}

  /** The folder of this set of jobs below the checkpoint directory, as a URI. */
  public static String folder(JobsConfig config) {
    return root(config) + "/" + config.jobSet().label();
  }

  private static String root(JobsConfig config) {
    if (config.hasCheckpointUri()) {
      return config.checkpointDir().replaceFirst("/+$", "");
    }
    // Not Path.toUri: it escapes spaces, and Flink takes the escapes for parts of the name.
    return "file://" + java.nio.file.Path.of(config.checkpointDir()).toAbsolutePath();
  }

  /**
   * The newest complete checkpoint of this set of jobs, over all its runs (each has a folder of its
   * own, named by its job id). One that cannot be read is passed over with a warning.
   *
   * @return the checkpoint's folder, {@code FOLDER/JOB/chk-N}; empty when there is none
   */
  public static Optional<String> newest(JobsConfig config) throws IOException {
    Optional<String> newest = newest(folder(config));
    if (newest.isEmpty() && config.jobSet().equals(JobSet.ALL)) {
      // Before jobs ran apart there was one set, right below the directory.
      newest = newest(root(config));
    }
    return newest;
  }

  private static Optional<String> newest(String folder) throws IOException {
    Path directory = new Path(folder);
    List<Candidate> candidates = candidates(directory.getFileSystem(), directory);
    // Numbers go on from run to run; the time decides where somebody started afresh.
    candidates.sort(
        Comparator.comparingLong(Candidate::writtenMs)
            .thenComparingLong(Candidate::number)
            .reversed());
    for (Candidate candidate : candidates) {
      if (isReadable(new Path(candidate.directory(), METADATA))) {
        return Optional.of(candidate.directory().toString());
      }
    }
    return Optional.empty();
  }

  private static List<Candidate> candidates(FileSystem files, Path directory) throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    for (FileStatus job : list(files, directory)) {
      if (!job.isDir()) {
        continue;
      }
      for (FileStatus checkpoint : list(files, job.getPath())) {
        if (checkpoint.isDir() && checkpoint.getPath().getName().startsWith(PREFIX)) {
          Path path = checkpoint.getPath();
          writtenMs(files, path).ifPresent(ms -> candidates.add(candidate(path, ms)));
        }
      }
    }
    return candidates;
  }

  private static FileStatus[] list(FileSystem files, Path directory) throws IOException {
    try {
      FileStatus[] found = files.listStatus(directory);
      return found == null ? new FileStatus[0] : found;
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  /** When the checkpoint was completed; empty when it was not, or was deleted meanwhile. */
  private static Optional<Long> writtenMs(FileSystem files, Path checkpoint) throws IOException {
    for (FileStatus file : list(files, checkpoint)) {
      if (file.getPath().getName().equals(METADATA)) {
        return Optional.of(file.getModificationTime());
      }
    }
    return Optional.empty();
  }

  private static Candidate candidate(Path checkpoint, long writtenMs) {
    return new Candidate(checkpoint, number(checkpoint.getName()), writtenMs);
  }

  private static long number(String checkpoint) {
    try {
      return Long.parseLong(checkpoint.substring(PREFIX.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static boolean isReadable(Path metadata) {
    try (DataInputStream data = new DataInputStream(metadata.getFileSystem().open(metadata))) {
      org.apache.flink.runtime.checkpoint.Checkpoints.loadCheckpointMetadata(
          data, Checkpoints.class.getClassLoader(), metadata.toString());
      return true;
    } catch (IOException | RuntimeException e) {
      log.warn("Passed over an unreadable checkpoint path={} cause=\"{}\"", metadata, e.toString());
      return false;
    }
  }
}
