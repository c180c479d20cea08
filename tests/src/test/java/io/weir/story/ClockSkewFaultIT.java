package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.collector.CollectorConfig;
import io.weir.collector.CollectorRole;
import io.weir.collector.export.ExportConfig;
import io.weir.collector.source.EventSink;
import io.weir.collector.source.Source;
import io.weir.collector.spool.SpoolConfig;
import io.weir.hubble.flow.Flow;
import io.weir.ingest.v1.Event;
import io.weir.runtime.Readiness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Collectors whose clocks are off by what the seed says, a right one, and a node that only an
 * upstream Hubble tells of: whoever asks which nodes there are is told whose clock is wrong, which
 * way, and by how much.
 */
class ClockSkewFaultIT {
  private static final long[] SEEDS = {1, 2, 3};
  private static final Pattern WARNING =
      Pattern.compile("Clock of (\\S+) is (at least )?([0-9.]+) s (ahead|behind): .*");

  @TempDir Path scratch;

  @Test
  void whoeverAsksForNodesIsToldWhoseClockIsWrong() throws Exception {
    TreeMap<String, Double> skews = new TreeMap<>();
    List<CollectorRole> collectors = new ArrayList<>();
    try (WeirProcess weir = WeirProcess.roles("broker,relay,archiver", config(), scratch)) {
      weir.awaitReady(Duration.ofSeconds(60));
      for (long seed : SEEDS) {
        Random random = new Random(seed);
        skews.put("prod/ahead-" + seed, 2 + random.nextInt(2_400) / 10.0);
        skews.put("prod/behind-" + seed, -2 - random.nextInt(2_400) / 10.0);
      }
      skews.put("prod/right", 0.0);
      for (var node : skews.entrySet()) {
        collectors.add(start(weir, node.getKey(), node.getValue(), List.of()));
      }
      // The collector that reads of the other node is none of those that are listed.
      collectors.add(start(weir, "prod/central", 0, List.of(new Upstream("prod/cilium-7", 60))));
      skews.put("prod/cilium-7", 60.0);

      List<String> expected = warned(skews);
      await("the relay has heard of all")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> assertThat(list(weir).lines().count()).isEqualTo(expected.size() + 2));
      WeirProcess.Output nodes =
          WeirProcess.client(List.of("list", "nodes", "--server", weir.address("grpc")));
      assertThat(told(nodes.err().lines().toList(), skews)).isEqualTo(expected);
      WeirProcess.Output status =
          WeirProcess.client(List.of("status", "--server", weir.address("grpc")));
      assertThat(told(status.out().lines().toList(), skews)).isEqualTo(expected);
      assertThat(status.exitCode()).isZero();
      for (var skew : skews.entrySet()) {
        if (!skew.getKey().contains("cilium")) {
          assertThat(metric(weir, skew.getKey()))
              .isBetween(skew.getValue() - 1, skew.getValue() + 1);
        }
      }
    } finally {
      collectors.forEach(CollectorRole::close);
    }
  }

  private static String list(WeirProcess weir) {
    return WeirProcess.client(List.of("list", "nodes", "--server", weir.address("grpc"))).out();
  }

  /** Nodes that must be named, with the side. */
  private static List<String> warned(TreeMap<String, Double> skews) {
    return skews.entrySet().stream()
        .filter(node -> Math.abs(node.getValue()) > 1)
        .map(node -> node.getKey() + (node.getValue() > 0 ? " ahead" : " behind"))
        .toList();
  }

  /** Nodes that were named, each within a second of the truth. */
  private static List<String> told(List<String> lines, TreeMap<String, Double> skews) {
    List<String> told = new ArrayList<>();
    for (String line : lines) {
      Matcher warning = WARNING.matcher(line);
      if (warning.matches()) {
        double expected = Math.abs(skews.get(warning.group(1)));
        assertThat(Double.parseDouble(warning.group(3))).isBetween(expected - 1, expected + 1);
        told.add(warning.group(1) + " " + warning.group(4));
      }
    }
    return told;
  }

  private static double metric(WeirProcess weir, String node) {
    String line = "weir_relay_clock_skew_seconds{node=\"" + node + "\"} ";
    return weir.metrics()
        .lines()
        .filter(one -> one.startsWith(line))
        .mapToDouble(one -> Double.parseDouble(one.substring(line.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric of " + node));
  }

  private CollectorRole start(WeirProcess weir, String node, double skewS, List<Source> sources)
      throws Exception {
    CollectorConfig base = CollectorConfig.DEFAULT;
    ExportConfig export = ExportConfig.DEFAULT;
    CollectorConfig config =
        new CollectorConfig(
            new SpoolConfig(
                scratch.resolve(node),
                64 << 20,
                1 << 20,
                Duration.ofDays(1),
                Duration.ofMillis(10)),
            new ExportConfig(
                weir.address("grpc"),
                export.tls(),
                export.batchEventsMax(),
                export.batchBytes(),
                export.inFlightEventsMax(),
                Duration.ofMillis(500),
                export.backoffMin(),
                export.backoffMax()),
            Duration.ofSeconds(1),
            base.hubbleFile(),
            base.hubble(),
            base.simulated());
    Files.createDirectories(scratch.resolve(node));
    CollectorRole role =
        new CollectorRole(
            config,
            sources,
            new PrometheusRegistry(),
            InstantSource.offset(InstantSource.system(), Duration.ofMillis((long) (skewS * 1000))),
            node);
    role.start();
    return role;
  }

  private Path config() throws Exception {
    return Files.writeString(
        scratch.resolve("weir.yaml"),
        String.format(
            Locale.ROOT,
            """
            data-dir: %s
            metrics:
              port: 0
            broker:
              port: 0
            relay:
              port: 0
            host:
              enabled: false
            """,
            scratch.resolve("data")));
  }

  /** What an upstream Hubble tells of a node without a collector: a flow ten times a second. */
  private static final class Upstream implements Source {
    private final String node;
    private final long aheadNs;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    Upstream(String node, long aheadSeconds) {
      this.node = node;
      this.aheadNs = TimeUnit.SECONDS.toNanos(aheadSeconds);
    }

    @Override
    public String name() {
      return "upstream";
    }

    @Override
    public void start(EventSink sink, Optional<String> position) {
      thread.scheduleAtFixedRate(() -> put(sink), 0, 100, TimeUnit.MILLISECONDS);
    }

    private void put(EventSink sink) {
      long timeNs = System.currentTimeMillis() * 1_000_000 + aheadNs;
      Event event =
          Event.newBuilder()
              .setSource(name())
              .setNode(node)
              .setObservedAtNs(timeNs)
              .setFlow(Flow.newBuilder().setNodeName(node))
              .build();
      try {
        sink.put(List.of(event), Optional.empty());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public Readiness readiness() {
      return Readiness.READY;
    }

    @Override
    public void close() {
      thread.shutdownNow();
    }
  }
}
