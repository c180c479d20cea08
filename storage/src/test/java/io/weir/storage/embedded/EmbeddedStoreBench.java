package io.weir.storage.embedded;

import com.google.protobuf.Timestamp;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.IP;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.flow.Workload;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowTerms;
import io.weir.storage.Progress;
import io.weir.storage.StoredFlow;
import io.weir.storage.TestEvents;
import io.weir.storage.archive.ArchiveBatch;
import io.weir.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Rows a second in, bytes a row, and query times, of flows as large as Hubble's. Not a test: run
 * its main with a directory and a number of rows.
 */
public final class EmbeddedStoreBench {
  private static final int BATCH = 20_000;

  private EmbeddedStoreBench() {}

  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    int rows = Integer.parseInt(args[1]);
    Random random = new Random(1);
    List<FlowEvent> events = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      events.add(flow(random, i));
    }
    double size = events.stream().mapToInt(FlowEvent::getSerializedSize).average().orElseThrow();
    try (EmbeddedStore store =
        new EmbeddedStore(
            EmbeddedConfig.DEFAULT.withDir(dir),
            new PrometheusRegistry(),
            InstantSource.system())) {
      store.start();
      long start = System.nanoTime();
      for (int offset = 0; offset < rows; offset += BATCH) {
        List<StoredFlow> batch = new ArrayList<>(BATCH);
        Map<Integer, Long> next = new HashMap<>();
        for (int i = offset; i < offset + BATCH; i++) {
          // A header of its own: serialized anew, as after decoding.
          FlowEvent event =
              events.get(i % events.size()).toBuilder()
                  .setHeader(
                      TestEvents.header("c-1", i + 1L, 1_700_000_000_000_000_000L + i * 20_000L))
                  .build();
          batch.add(new StoredFlow(i % 12, i, event));
          next.put(i % 12, i + 1L);
        }
        store.append(
            new ArchiveBatch(
                Topic.FLOWS, batch, List.of(), new Progress(next, Map.of()), Set.of()));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%d rows of %.0f protobuf bytes in %.1f s: %.0f rows/s%n",
          rows,
          size,
          seconds,
          rows / seconds);
      query(store, "newest 20", FlowQuery.Order.NEWEST_FIRST, List.of(), 20);
      query(store, "newest 20 dropped of one pod", FlowQuery.Order.NEWEST_FIRST, terms(), 20);
      query(store, "oldest 20 dropped of one pod", FlowQuery.Order.OLDEST_FIRST, terms(), 20);
      query(store, "oldest 100000", FlowQuery.Order.OLDEST_FIRST, List.of(), 100_000);
    }
    System.out.printf(
        Locale.ROOT,
        "%.0f bytes a row on disk%n",
        (Files.size(ArchiveFile.path(dir, 1))
                + Files.size(ArchiveFile.events(ArchiveFile.path(dir, 1))))
            / (double) rows);
  }

  private static List<FlowTerms> terms() {
    return List.of(
        new FlowTerms(
            List.of(
                new FlowTerms.Term(
                    FlowTerms.Column.SOURCE_POD,
                    FlowTerms.Match.EQUALS,
                    Set.of("service-7-abcde-2")),
                new FlowTerms.Term(
                    FlowTerms.Column.VERDICT, FlowTerms.Match.EQUALS, Set.of("DROPPED")))));
  }

  private static void query(
      EmbeddedStore store, String name, FlowQuery.Order order, List<FlowTerms> terms, int count) {
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      int read = 0;
      try (FlowCursor cursor =
          store.scan(new FlowQuery(0, Long.MAX_VALUE, order, terms, Map.of()))) {
        while (read < count && cursor.hasNext()) {
          cursor.next();
          read++;
        }
      }
      System.out.printf(
          Locale.ROOT, "%s: %d in %.1f ms%n", name, read, (System.nanoTime() - start) / 1e6);
    }
  }

  private static FlowEvent flow(Random random, long i) {
    int client = random.nextInt(40);
    int server = random.nextInt(40);
    Flow.Builder flow =
        Flow.newBuilder()
            .setTime(
                Timestamp.newBuilder()
                    .setSeconds(1_700_000_000 + i / 5_000)
                    .setNanos(random.nextInt(1_000_000_000)))
            .setUuid(new UUID(random.nextLong(), random.nextLong()).toString())
            .setVerdict(random.nextInt(50) == 0 ? Verdict.DROPPED : Verdict.FORWARDED)
            .setIP(IP.newBuilder().setSource("10.0.1." + client).setDestination("10.0.2." + server))
            .setL4(
                Layer4.newBuilder()
                    .setTCP(
                        TCP.newBuilder()
                            .setSourcePort(32_768 + random.nextInt(28_000))
                            .setDestinationPort(8_080)
                            .setFlags(
                                TCPFlags.newBuilder().setACK(true).setPSH(random.nextBoolean()))))
            .setSource(endpoint(client, random))
            .setDestination(endpoint(server, random))
            .setNodeName("default/node-" + client % 5)
            .setEventType(CiliumEventType.newBuilder().setType(4).setSubType(3))
            .setTrafficDirection(TrafficDirection.EGRESS)
            .setSummary("TCP Flags: ACK, PSH");
    return FlowEvent.newBuilder()
        .setHeader(TestEvents.header("c-1", i + 1, i))
        .setFlow(flow)
        .build();
  }

  private static Endpoint endpoint(int service, Random random) {
    return Endpoint.newBuilder()
        .setID(service)
        .setIdentity(10_000 + service)
        .setNamespace("shop")
        .setPodName("service-" + service + "-abcde-" + random.nextInt(4))
        .addLabels("k8s:app=service-" + service)
        .addLabels("k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name=shop")
        .addLabels("k8s:io.cilium.k8s.policy.cluster=default")
        .addLabels("k8s:io.kubernetes.pod.namespace=shop")
        .addWorkloads(Workload.newBuilder().setName("service-" + service).setKind("Deployment"))
        .build();
  }
}
