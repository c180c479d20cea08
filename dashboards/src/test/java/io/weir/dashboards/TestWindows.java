package io.weir.dashboards;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.google.protobuf.ByteString;
import io.weir.series.v1.Count;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.HttpCounts;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/** A small shop that tests tell stories about: FRONTEND calls CHECKOUT, CHECKOUT calls DB. */
public final class TestWindows {
  public static final Peer FRONTEND = workload("shop", "frontend");
  public static final Peer CHECKOUT = workload("shop", "checkout");
  public static final Peer DB = workload("data", "db");
  public static final Peer WORLD =
      Peer.newBuilder().setKind("World").setName("example.com").build();

  public static final Edge TO_CHECKOUT = edge(FRONTEND, CHECKOUT, 8080);
  public static final Edge TO_DB = edge(CHECKOUT, DB, 5432);

  /** On the minute. */
  public static final Instant START = Instant.parse("2026-01-31T10:00:00Z");

  public static final long START_NS = START.getEpochSecond() * 1_000_000_000L;
  public static final long TEN_SECONDS = Duration.ofSeconds(10).toNanos();

  private TestWindows() {}

  public static Peer workload(String namespace, String name) {
    return Peer.newBuilder().setNamespace(namespace).setKind("Deployment").setName(name).build();
  }

  public static Edge edge(Peer client, Peer server, int port) {
    return Edge.newBuilder()
        .setClient(client)
        .setServer(server)
        .setPort(port)
        .setProtocol("TCP")
        .build();
  }

  public static Count count(String name, long count) {
    return Count.newBuilder().setName(name).setCount(count).build();
  }

  /** The n-th window of 10 s from the start. */
  public static Window window(int n) {
    return Window.newBuilder()
        .setStartNs(START_NS + n * TEN_SECONDS)
        .setLengthNs(TEN_SECONDS)
        .build();
  }

  /** An edge in the n-th window; its events are at the window's start. */
  public static EdgeWindow edgeWindow(Edge edge, int n, EdgeCounts.Builder counts) {
    Window window = window(n);
    return EdgeWindow.newBuilder()
        .setEdge(edge)
        .setWindow(window)
        .setCounts(counts.setFirstNs(window.getStartNs()).setLastNs(window.getStartNs() + 5))
        .build();
  }

  /** What a service's HTTP came to in some window. */
  public static SliWindow sliWindow(Peer server, Window window, long good, long total) {
    return SliWindow.newBuilder()
        .setIndicator("http-availability")
        .setServer(server)
        .setWindow(window)
        .setGood(good)
        .setTotal(total)
        .build();
  }

  /** A window of any length, so long after the start. */
  public static Window window(Duration after, Duration length) {
    return Window.newBuilder()
        .setStartNs(START_NS + after.toNanos())
        .setLengthNs(length.toNanos())
        .build();
  }

  /** HTTP with as many good responses and 503s, each of them so long. */
  public static EdgeCounts.Builder http(int good, int unavailable, double seconds) {
    HttpCounts.Builder http =
        HttpCounts.newBuilder()
            .setRequests(good + unavailable)
            .addResponses(count("200", good))
            .setLatencySketch(sketch(good + unavailable, seconds));
    if (unavailable > 0) {
      http.addResponses(count("503", unavailable));
    }
    return EdgeCounts.newBuilder().setFlows(2L * (good + unavailable)).setHttp(http);
  }

  /** A sketch with one value many times. */
  public static ByteString sketch(int times, double seconds) {
    DDSketch sketch = DDSketches.unboundedDense(0.01);
    sketch.accept(seconds, times);
    return encoded(sketch);
  }

  public static ByteString encoded(DDSketch sketch) {
    GrowingByteArrayOutput output = GrowingByteArrayOutput.withDefaultInitialCapacity();
    try {
      sketch.encode(output, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteString.copyFrom(output.trimmedCopy());
  }
}
