package io.weir.bench;

import com.google.common.hash.Hashing;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;

/** How many bytes the operators have in the newest checkpoint. */
final class CheckpointSizes {
  private final CheckpointMetadata newest;

  /**
   * @param checkpoints with one job's checkpoints at least
   */
  CheckpointSizes(Path checkpoints) throws IOException {
    Path metadata;
    try (Stream<Path> files = Files.walk(checkpoints)) {
      metadata =
          files
              .filter(file -> file.endsWith("_metadata"))
              .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
              .orElseThrow(() -> new IOException("No checkpoint was written in " + checkpoints));
    }
    try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
      newest =
          Checkpoints.loadCheckpointMetadata(
              in, getClass().getClassLoader(), metadata.getParent().toString());
    }
  }

  /** Of the operator with this uid; 0 when it has none. */
  double of(String uid) {
    OperatorID id =
        new OperatorID(
            Hashing.murmur3_128(0)
                .newHasher()
                .putString(uid, StandardCharsets.UTF_8)
                .hash()
                .asBytes());
    return newest.getOperatorStates().stream()
        .filter(state -> state.getOperatorID().equals(id))
        .mapToLong(state -> state.getStateSize())
        .sum();
  }
}
