package io.weir.storage.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.event.v1.FlowEvent;
import io.weir.model.SeenNumbers.Origin;
import io.weir.storage.Progress;
import io.weir.storage.StoreException;
import io.weir.storage.StoredFlow;
import io.weir.storage.TestEvents;
import io.weir.storage.archive.ArchiveBatch;
import io.weir.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A process that appends until it is killed or its disk is full. Arguments: directory, and bytes
 * that each row is made larger by. Prints what was committed.
 */
public final class CrashingWriter {
  private static final int ROWS = 700;

  private CrashingWriter() {}

  public static void main(String[] args) throws Exception {
    int padding = Integer.parseInt(args[1]);
    EmbeddedConfig config = config(Path.of(args[0]));
    if (padding > 0) {
      // One file, so that its size meets the limit of the process.
      config = config.withSpan(Duration.ofDays(1), Duration.ofDays(1));
    }
    Random random = new Random(ProcessHandle.current().pid());
    try (EmbeddedStore store =
        new EmbeddedStore(config, new PrometheusRegistry(), InstantSource.system())) {
      store.start();
      while (true) {
        long next = store.progress().nextOffset(0);
        store.append(batch(random, next, padding));
        System.out.println("committed " + (next + ROWS));
      }
    } catch (StoreException e) {
      System.out.println("failed " + e.getMessage().replace('\n', ' '));
    }
  }

  /** A file a second and a small log, so that deaths fall into roll-overs and checkpoints too. */
  static EmbeddedConfig config(Path dir) {
    return new EmbeddedConfig(
        dir, Duration.ofSeconds(1), Duration.ofSeconds(400), 128 << 20, 2, 1 << 20, 2_000);
  }

  private static ArchiveBatch batch(Random random, long next, int padding) {
    List<StoredFlow> rows = new ArrayList<>(ROWS);
    for (long offset = next; offset < next + ROWS; offset++) {
      byte[] incompressible = new byte[padding];
      random.nextBytes(incompressible);
      FlowEvent flow = TestEvents.flow(random, "c", offset + 1, offset);
      FlowEvent padded =
          flow.toBuilder()
              .setUnknownFields(
                  UnknownFieldSet.newBuilder()
                      .addField(
                          9_999,
                          UnknownFieldSet.Field.newBuilder()
                              .addLengthDelimited(ByteString.copyFrom(incompressible))
                              .build())
                      .build())
              .build();
      rows.add(new StoredFlow(0, offset, padded));
    }
    Progress progress =
        new Progress(Map.of(0, next + ROWS), Map.of(new Origin(0, "c"), next + ROWS));
    return new ArchiveBatch(Topic.FLOWS, rows, List.of(), progress, Set.of());
  }
}
