package io.weir.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;

/** Why a savepoint of an earlier build cannot be restored, in words that say what to do. */
final class RestoreFailure {
  private RestoreFailure() {}

  /**
   * Names the operators that Flink's messages are about, which name only hashes of them.
   *
   * @param savepoint folder of the savepoint
   */
  static AssertionError explain(String name, Path savepoint, Throwable failure) throws IOException {
    return new AssertionError(
        "Golden savepoint "
            + name
            + " cannot be restored: state of operator "
            + String.join(", ", culprits(uids(savepoint), failure))
            + " changed without a version: "
            + root(failure).getMessage()
            + ". Give its format a new version that reads the old one too (stream-jobs/README.md).",
        failure);
  }

  private static List<String> culprits(Map<String, String> uids, Throwable failure) {
    TreeSet<String> culprits = new TreeSet<>();
    for (Throwable one = failure; one != null; one = one.getCause()) {
      String message = String.valueOf(one.getMessage());
      uids.forEach(
          (hash, uid) -> {
            if (message.contains(hash)) {
              culprits.add(uid);
            }
          });
    }
    return culprits.isEmpty() ? List.of("(unknown)") : new ArrayList<>(culprits);
  }

  /** Operators with state in a savepoint: hash to uid. */
  private static Map<String, String> uids(Path savepoint) throws IOException {
    Path metadata = savepoint.resolve("_metadata");
    Map<String, String> uids = new TreeMap<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
      for (OperatorState state :
          Checkpoints.loadCheckpointMetadata(
                  in, RestoreFailure.class.getClassLoader(), metadata.toString())
              .getOperatorStates()) {
        String hash = state.getOperatorID().toHexString();
        uids.put(hash, state.getOperatorUid().orElse(hash));
      }
    }
    return uids;
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
