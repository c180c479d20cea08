package io.weir.bench;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Timestamps;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** What questions about the past cost. */
final class QueryMeasures {
  private static final int STREAM_ROUNDS = 8;
  private static final List<String> MASK =
      List.of(
          "time verdict ethernet IP l4 source.identity source.namespace source.pod_name"
              .split(" "));

  private final QueryRun run;
  private final long count;
  private final long lastNs;
  private final int rounds;
  private final Path scratch;

  QueryMeasures(QueryRun run, long count, long lastNs, int rounds, Path scratch) {
    this.run = run;
    this.count = count;
    this.lastNs = lastNs;
    this.rounds = rounds;
    this.scratch = scratch;
  }

  /** How long short questions take. */
  void ask() {
    ManagedChannel channel =
        Grpc.newChannelBuilder(run.target(), InsecureChannelCredentials.create()).build();
    try {
      latencies(ObserverGrpc.newBlockingStub(channel));
    } finally {
      channel.shutdownNow();
    }
  }

  /** How much CPU long answers take. */
  void stream() throws Exception {
    GetFlowsRequest.Builder hour =
        GetFlowsRequest.newBuilder()
            .setSince(Timestamps.fromNanos(lastNs - Duration.ofHours(1).toNanos()));
    long flows = count / QueryBenchmark.SPAN.toHours();
    stream("an hour, all fields", hour.build(), flows);
    hour.setFieldMask(FieldMask.newBuilder().addAllPaths(MASK));
    stream("an hour, masked", hour.build(), flows);
  }

  private void latencies(ObserverGrpc.ObserverBlockingStub observer) {
    GetFlowsRequest.Builder last = GetFlowsRequest.newBuilder().setNumber(20);
    latency(observer, "last 20", last.build(), 20);
    String namespace = QueryFlows.NAMESPACE + "/";
    GetFlowsRequest dropped =
        last.clone()
            .addWhitelist(
                FlowFilter.newBuilder().addVerdict(Verdict.DROPPED).addSourcePod(namespace))
            .addWhitelist(
                FlowFilter.newBuilder().addVerdict(Verdict.DROPPED).addDestinationPod(namespace))
            .build();
    latency(observer, "last 20 dropped of a namespace (2 %)", dropped, 20);
    GetFlowsRequest needle =
        last.clone()
            .setNumber(1_000)
            .addWhitelist(
                FlowFilter.newBuilder()
                    .addSourcePod(QueryFlows.NAMESPACE + "/" + QueryFlows.NEEDLE_POD))
            .build();
    latency(observer, "needle: 20 of all", needle, QueryBenchmark.NEEDLES);
  }

  /** From the call to the last answer, in a client in this process. */
  private void latency(
      ObserverGrpc.ObserverBlockingStub observer, String name, GetFlowsRequest request, int flows) {
    long[] micros = new long[rounds];
    for (int i = -rounds / 4; i < rounds; i++) {
      long start = System.nanoTime();
      int found = 0;
      for (Iterator<GetFlowsResponse> answers = observer.getFlows(request); answers.hasNext(); ) {
        found += answers.next().hasFlow() ? 1 : 0;
      }
      if (found != flows) {
        throw new IllegalStateException(name + ": " + found + " flows (expected: " + flows + ")");
      }
      if (i >= 0) {
        micros[i] = (System.nanoTime() - start) / 1_000;
      }
    }
    Arrays.sort(micros);
    System.out.printf(
        Locale.ROOT,
        "%-40s p50 %8.2f ms   p95 %8.2f ms   max %8.2f ms   (%d times)%n",
        name,
        micros[rounds / 2] / 1e3,
        micros[rounds * 95 / 100] / 1e3,
        micros[rounds - 1] / 1e3,
        rounds);
  }

  private void stream(String name, GetFlowsRequest request, long flows) throws Exception {
    Path file = Files.write(scratch.resolve("request"), request.toByteArray());
    double best = 0;
    double wall = 0;
    for (int i = 0; i < STREAM_ROUNDS; i++) {
      Cost cost = Cost.of(() -> read(file, flows));
      best = Math.max(best, flows / cost.cpuSeconds());
      wall = Math.max(wall, flows / cost.seconds());
    }
    System.out.printf(
        Locale.ROOT,
        "%-40s %,d flows, %,.0f flows per core-second of the server, %,.0f flows/s with the"
            + " reader's start (best of %d)%n",
        name,
        flows,
        best,
        wall,
        STREAM_ROUNDS);
  }

  private void read(Path request, long expected) throws IOException, InterruptedException {
    Process reader = FlowsReader.start(run.target(), List.of(request));
    String last = "";
    try (BufferedReader lines = reader.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
      }
    }
    long found = Long.parseLong(last.split(" ", -1)[1]);
    // Clocks that differ move some flows over the hour's edge.
    if (reader.waitFor() != 0 || Math.abs(found - expected) > 10 + expected / 1_000) {
      throw new IOException("The reader got " + found + " flows (expected: " + expected + ")");
    }
  }
}
