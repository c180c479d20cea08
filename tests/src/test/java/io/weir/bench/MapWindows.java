package io.weir.bench;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import com.google.protobuf.ByteString;
import io.weir.series.v1.Count;
import io.weir.series.v1.Coverage;
import io.weir.series.v1.DnsCounts;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.HttpCounts;
import io.weir.series.v1.Peer;
import io.weir.series.v1.TcpCounts;
import io.weir.series.v1.Window;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Windows of made edges. The same edge and window always has the same counts. */
final class MapWindows {
  /** A change makes another archive; it is part of the directory's name. */
  static final int VERSION = 1;

  private static final int NAMESPACES = 40;
  private static final int SHAPES = 64;

  private final List<Edge> edges;
  private final List<EdgeCounts> http = new ArrayList<>();
  private final List<EdgeCounts> tcp = new ArrayList<>();
  private final List<EdgeCounts> dns = new ArrayList<>();

  /**
   * Makes edges.
   *
   * @param events requests or connections of an edge in the window; a long window has more
   */
  MapWindows(int workloads, int edgeCount, Duration length) throws IOException {
    edges = edges(workloads, edgeCount);
    Random random = new Random(1);
    for (int i = 0; i < SHAPES; i++) {
      int events = (int) Math.min(20_000, (5 + random.nextInt(20)) * length.toSeconds() / 10);
      http.add(http(events, random));
      tcp.add(tcp(events, random));
      dns.add(dns(events, random));
    }
  }

  private static List<Edge> edges(int workloads, int count) {
    Random random = new Random(2);
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < workloads; i++) {
      peers.add(
          Peer.newBuilder()
              .setCluster("prod")
              .setNamespace("team-" + i % NAMESPACES)
              .setKind("Deployment")
              .setName("service-" + i)
              .build());
    }
    Set<Edge> edges = new LinkedHashSet<>();
    while (edges.size() < count) {
      int client = random.nextInt(workloads);
      // Every second call stays in the namespace.
      int server =
          random.nextBoolean()
              ? random.nextInt(workloads)
              : (client % NAMESPACES
                      + NAMESPACES * random.nextInt(Math.max(1, workloads / NAMESPACES)))
                  % workloads;
      int kind = random.nextInt(10);
      if (client != server) {
        edges.add(
            Edge.newBuilder()
                .setClient(peers.get(client))
                .setServer(peers.get(server))
                .setPort(kind == 0 ? 53 : kind < 6 ? 8080 : 5432)
                .setProtocol(kind == 0 ? "UDP" : "TCP")
                .build());
      }
    }
    return List.copyOf(edges);
  }

  int edgeCount() {
    return edges.size();
  }

  /** All edges in a window, and the window's own record. */
  List<EdgeWindow> at(long startNs, Duration length) {
    Window window = Window.newBuilder().setStartNs(startNs).setLengthNs(length.toNanos()).build();
    List<EdgeWindow> windows = new ArrayList<>(edges.size() + 1);
    windows.add(
        EdgeWindow.newBuilder()
            .setWindow(window)
            .setCoverage(Coverage.getDefaultInstance())
            .build());
    for (int i = 0; i < edges.size(); i++) {
      Edge edge = edges.get(i);
      List<EdgeCounts> shapes = edge.getPort() == 53 ? dns : edge.getPort() == 8080 ? http : tcp;
      EdgeCounts counts =
          shapes.get((int) Math.floorMod(startNs / length.toNanos() * 31 + i, (long) SHAPES));
      windows.add(
          EdgeWindow.newBuilder()
              .setEdge(edge)
              .setWindow(window)
              .setCounts(
                  counts.toBuilder()
                      .setFirstNs(startNs + 1)
                      .setLastNs(startNs + length.toNanos() - 1))
              .build());
    }
    return windows;
  }

  private static EdgeCounts.Builder counts(int events) {
    return EdgeCounts.newBuilder()
        .setFlows(6L * events)
        .setPackets(8L * events)
        .setBytes(4000L * events)
        .setDelivered(8L * events)
        .addReporters(count("destination", 3L * events))
        .addReporters(count("source", 3L * events))
        .addVerdicts(count("FORWARDED", 6L * events));
  }

  private static TcpCounts connections(int events, Random random) {
    return TcpCounts.newBuilder()
        .setAttempts(events)
        .setEstablished(events)
        .setClosed(events)
        .setRttSketch(sketch(Math.min(events, 200), 0.001, random))
        .build();
  }

  private static EdgeCounts http(int events, Random random) {
    int errors = random.nextInt(30) == 0 ? events / 20 : 0;
    HttpCounts.Builder http =
        HttpCounts.newBuilder()
            .setRequests(events)
            .addResponses(count("200", events - errors))
            .setLatencySketch(sketch(Math.min(events, 500), 0.02, random))
            .setTimed(events);
    if (errors > 0) {
      http.addResponses(count("503", errors));
    }
    return counts(events).setTcp(connections(events, random)).setHttp(http).build();
  }

  private static EdgeCounts tcp(int events, Random random) {
    return counts(events).setTcp(connections(events, random)).build();
  }

  private static EdgeCounts dns(int events, Random random) {
    return counts(events)
        .setDns(
            DnsCounts.newBuilder()
                .setQueries(events)
                .addAnswers(count("NOERROR", events))
                .setLatencySketch(sketch(Math.min(events, 500), 0.002, random))
                .setTimed(events))
        .build();
  }

  private static Count count(String name, long count) {
    return Count.newBuilder().setName(name).setCount(count).build();
  }

  /** As the jobs write them: half a percent, seconds, log-normal. */
  private static ByteString sketch(int values, double median, Random random) {
    DDSketch sketch = new DDSketch(new LogarithmicMapping(0.005), UnboundedSizeDenseStore::new);
    for (int i = 0; i < values; i++) {
      sketch.accept(median * Math.exp(0.8 * random.nextGaussian()));
    }
    GrowingByteArrayOutput output = GrowingByteArrayOutput.withDefaultInitialCapacity();
    try {
      sketch.encode(output, false);
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be written", e);
    }
    return ByteString.copyFrom(output.trimmedCopy());
  }
}
