package io.weir.bench;

import com.google.protobuf.util.Timestamps;
import io.weir.event.v1.FlowEvent;
import io.weir.storage.Progress;
import io.weir.storage.StoredFlow;
import io.weir.storage.archive.ArchiveBatch;
import io.weir.storage.embedded.EmbeddedStore;
import io.weir.topic.Topic;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Fills an archive with made flows, in the batches of an archiver. Goes on where it was
 * interrupted, and does nothing when the archive is full already.
 */
final class ArchiveFill {
  /** Not partitions of the topic: what is archived here never was in Kafka. */
  private static final int FIRST_PARTITION = 1_000;

  private static final int PARTITIONS = 4;
  private static final String COLLECTOR = "0123456789abcdef";

  private final EmbeddedStore store;
  private final Path archive;
  private final long count;
  private final int batchSize;

  ArchiveFill(EmbeddedStore store, Path archive, long count, int batchSize) {
    this.store = store;
    this.archive = archive;
    this.count = count;
    this.batchSize = batchSize;
  }

  /** Returns the time of the last flow, in ns since the epoch. */
  long run(Duration span, int needles) throws Exception {
    long lastNs = lastNs();
    long begun = store.progress().nextOffset(FIRST_PARTITION);
    if (begun < count) {
      fill(
          new QueryFlows(COLLECTOR, lastNs - span.toNanos(), span.toNanos(), count, needles),
          begun);
    }
    System.out.printf(
        Locale.ROOT,
        "archive: %,d flows over %d h, %.0f bytes a flow on disk%n",
        count,
        span.toHours(),
        (double) Directories.size(archive) / count);
    return lastNs;
  }

  /** The same for every run: an archive that is used again has the times that it was made with. */
  private long lastNs() throws IOException {
    Path mark = archive.resolve("filled");
    if (Files.exists(mark)) {
      return Long.parseLong(Files.readString(mark));
    }
    long lastNs = Timestamps.toNanos(Timestamps.fromMillis(Instant.now().toEpochMilli()));
    Files.writeString(mark, Long.toString(lastNs));
    return lastNs;
  }

  private void fill(QueryFlows flows, long begun) throws Exception {
    long[] bytes = new long[1];
    long[] appendNs = new long[1];
    long[] makingNs = new long[1];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Cost cost =
        Cost.of(
            () -> {
              for (long next = begun; next < count; next += batchSize) {
                long end = Math.min(count, next + batchSize);
                long before = threads.getCurrentThreadCpuTime();
                List<StoredFlow> batch = make(flows, next, end);
                makingNs[0] += threads.getCurrentThreadCpuTime() - before;
                for (StoredFlow flow : batch) {
                  bytes[0] += flow.wire().size();
                }
                long start = System.nanoTime();
                store.append(
                    new ArchiveBatch(
                        Topic.FLOWS,
                        batch,
                        List.of(),
                        new Progress(ends(end), Map.of()),
                        Set.of()));
                appendNs[0] += System.nanoTime() - start;
                if (end * 20 / count != next * 20 / count) {
                  System.err.printf(Locale.ROOT, "%d %% of the archive%n", end * 100 / count);
                }
              }
            });
    long rows = count - begun;
    System.out.printf(
        Locale.ROOT,
        "filled: %,d flows of %d bytes in batches of %,d, %,.0f flows/s, %,.0f flows per core-second"
            + " (without making them)%n",
        rows,
        bytes[0] / rows,
        batchSize,
        rows / (appendNs[0] / 1e9),
        rows / (cost.cpuSeconds() - makingNs[0] / 1e9));
  }

  /** Serialized, as what an archiver has read from Kafka is. */
  private static List<StoredFlow> make(QueryFlows flows, long from, long end) {
    List<StoredFlow> batch = new ArrayList<>((int) (end - from));
    for (long i = from; i < end; i++) {
      FlowEvent event = flows.event(i);
      int partition = FIRST_PARTITION + (int) (i % PARTITIONS);
      batch.add(StoredFlow.ofParsed(partition, i, event, event.toByteArray()));
    }
    return batch;
  }

  private static Map<Integer, Long> ends(long end) {
    Map<Integer, Long> ends = new HashMap<>();
    for (int i = 0; i < PARTITIONS; i++) {
      ends.put(FIRST_PARTITION + i, end);
    }
    return ends;
  }
}
