package io.weir.bench;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.streams.JobsConfig;
import io.weir.streams.flink.JobsRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * One run of the stream jobs, or of the job beside them, over what lies in {@code weir.flows.v1}.
 * The clock starts with the first event that is read and stops with the last record that is written
 * within {@link #TAIL} after the last event.
 */
final class JobsRun {
  /** A run that takes longer fails. */
  static final Duration LIMIT = Duration.ofMinutes(3);

  /** What is written later than this waits for its turn while nothing comes any more. */
  private static final Duration TAIL = Duration.ofSeconds(3);

  private static final long LOOK_AGAIN_MS = 100;
  private static final int PARTITIONS = 4;

  private final String bootstrapServers;
  private final int flows;
  private final int edges;
  private final Path dir;
  private final long heapBefore = heap();

  JobsRun(String bootstrapServers, int flows, int edges, Path dir) {
    this.bootstrapServers = bootstrapServers;
    this.flows = flows;
    this.edges = edges;
    this.dir = dir;
  }

  /** The settings of {@code weir up}, with room for this many edges and connections. */
  static JobsConfig config(String bootstrapServers, Path checkpoints, int edges, int flows) {
    JobsConfig defaults = JobsConfig.DEFAULT;
    return new JobsConfig(
        defaults.run(),
        bootstrapServers,
        checkpoints.toString(),
        defaults.stateBackend(),
        defaults.checkpointInterval(),
        defaults.checkpointsKept(),
        defaults.parallelism(),
        defaults.outOfOrderness(),
        defaults.idleness(),
        defaults.allowedLateness(),
        defaults.emitInterval(),
        defaults.answerTimeout(),
        defaults.httpLatencyThreshold(),
        defaults.dnsLatencyThreshold(),
        defaults.connectionIdle(),
        Math.max(defaults.groupsMax(), 2 * edges),
        Math.max(defaults.connectionsMax(), flows),
        defaults.stopTimeout());
  }

  /** Source and sink alone. */
  Measured passThrough() throws Exception {
    settle();
    Path checkpoints = Files.createDirectory(dir.resolve("pass-through"));
    try (Admin admin = MadeTopic.admin(bootstrapServers)) {
      long before = end(admin);
      JobClient job =
          PassThroughJob.start(
              bootstrapServers, checkpoints, JobsConfig.DEFAULT.checkpointInterval());
      try {
        Cost cost = cost(() -> end(admin) - before, () -> 0);
        return Measured.of(flows, cost);
      } finally {
        job.cancel().get(10, TimeUnit.SECONDS);
      }
    } finally {
      Directories.delete(checkpoints);
    }
  }

  private static long end(Admin admin) {
    try {
      java.util.Map<TopicPartition, OffsetSpec> ends = new java.util.HashMap<>();
      for (int i = 0; i < PARTITIONS; i++) {
        ends.put(new TopicPartition(MadeTopic.COPY, i), OffsetSpec.latest());
      }
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(end -> end.offset())
          .sum();
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("Cannot ask the broker for offsets", e);
    }
  }

  /** All stream jobs. */
  Measured jobs() throws Exception {
    settle();
    Path checkpoints = Files.createDirectory(dir.resolve("checkpoints"));
    PrometheusRegistry registry = new PrometheusRegistry();
    JobsCounts counts = new JobsCounts(registry);
    try (JobsRole jobs =
        new JobsRole(config(bootstrapServers, checkpoints, edges, flows), registry)) {
      jobs.start();
      Cost cost = cost(counts::flows, counts::written);
      counts.requireNothingRefused();
      return Measured.of(flows, cost)
          .with(Figure.WRITTEN, (double) counts.written() / flows)
          .with(Figure.EDGES, counts.liveEdges())
          .with(Figure.CONNECTIONS, counts.liveConnections())
          .with(Figure.HEAP_PER_EDGE, (heap() - heapBefore) / (double) edges)
          .with(Figure.EDGE_BYTES, new CheckpointSizes(checkpoints).of("edge-windows") / edges)
          .with(
              Figure.CONNECTION_BYTES,
              new CheckpointSizes(checkpoints).of("connections") / counts.liveConnections());
    } finally {
      Directories.delete(checkpoints);
    }
  }

  private static long heap() {
    settle();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /**
   * Frees what earlier runs in this process left, so that no run pays for another's garbage. Twice:
   * what has a finalizer is freed by the collection after it.
   */
  private static void settle() {
    System.gc();
    System.runFinalization();
    System.gc();
  }

  /** From the first event until all were read, and what they added is written. */
  private Cost cost(LongSupplier read, LongSupplier written) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (read.getAsLong() == 0) {
      waitUntil(deadline, "the first event");
    }
    CpuTimes first = CpuTimes.now();
    long firstNs = System.nanoTime();
    CpuTimes last = first;
    long lastNs = firstNs;
    long progress = 0;
    long readNs = Long.MAX_VALUE;
    while (readNs == Long.MAX_VALUE || System.nanoTime() < readNs + TAIL.toNanos()) {
      if (readNs == Long.MAX_VALUE && read.getAsLong() >= flows) {
        readNs = System.nanoTime();
      }
      long now = read.getAsLong() + written.getAsLong();
      if (now != progress) {
        progress = now;
        last = CpuTimes.now();
        lastNs = System.nanoTime();
      }
      waitUntil(deadline, "%,d of %,d events".formatted(read.getAsLong(), flows));
    }
    if (read.getAsLong() != flows) {
      throw new IllegalStateException(
          "events: " + read.getAsLong() + " (expected: " + flows + ", each once)");
    }
    return Cost.between(first, last, (lastNs - firstNs) / 1e9);
  }

  private static void waitUntil(long deadline, String what) throws Exception {
    if (System.nanoTime() > deadline) {
      throw new TimeoutException("Gave up at " + what + " after " + LIMIT.toSeconds() + " s.");
    }
    Thread.sleep(LOOK_AGAIN_MS);
  }
}
