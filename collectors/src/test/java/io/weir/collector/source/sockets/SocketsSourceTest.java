package io.weir.collector.source.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.weir.collector.enrich.HostIdentity;
import io.weir.collector.enrich.ProcTree;
import io.weir.collector.source.FakeSink;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.IPVersion;
import io.weir.hubble.flow.TraceObservationPoint;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.flow.Workload;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketsSourceTest {
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00.5Z");
  private static final HostIdentity HOST = new HostIdentity("default", "web-1", "0.1");

  private static final Duration ONE_POLL = Duration.ofMinutes(1);

  @TempDir Path proc;
  private final FakeSink sink = new FakeSink();

  @Test
  void tellsARecordedHostsConnections() throws Exception {
    assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the tree is little endian");
    ProcTree.copy("web-host", proc);
    var registry = new PrometheusRegistry();
    try (var source =
        new SocketsSource(config(proc, ONE_POLL), HOST, registry, InstantSource.fixed(NOW))) {
      source.start(sink, Optional.empty());
      await().until(() -> source.readiness().ready());
    }

    var flows = sink.events().stream().map(event -> event.getFlow()).toList();
    assertThat(flows)
        .extracting(SocketsSourceTest::line)
        .containsExactlyInAnyOrder(
            "203.0.113.9:51000 reserved:world > 10.0.0.5:80 Unit/nginx.service TCP Flags: ACK",
            "203.0.113.9:51000 reserved:world > 10.0.0.5:443 Unit/nginx.service TCP Flags: ACK",
            "127.0.0.1:40000 Unit/nginx.service > 127.0.0.1:5432 Container/3f4e8a1b9c0d"
                + " TCP Flags: ACK",
            "10.0.0.5:40002 Process/curl > 198.51.100.7:443 reserved:world TCP Flags: SYN",
            "2001:db8::5:40004 Process/curl > 2001:db8::9:443 reserved:world TCP Flags: ACK",
            "10.0.0.5:45000 Process/curl > 10.0.0.53:53 reserved:world UDP");
    assertThat(sink.events())
        .allSatisfy(
            event -> {
              assertThat(event.getSource()).isEqualTo("sockets");
              assertThat(event.getObservedAtNs()).isEqualTo(1_767_607_200_500_000_000L);
            });
    assertThat(registry.scrape(name -> name.equals("weir_collector_sockets_lines_malformed")))
        .flatMap(snapshot -> snapshot.getDataPoints())
        .extracting(point -> ((CounterDataPointSnapshot) point).getValue())
        .containsExactly(2.0);
  }

  @Test
  void writesFlowsAsHubbleDoes() throws Exception {
    assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the tree is little endian");
    ProcTree.copy("web-host", proc);
    try (var source =
        new SocketsSource(
            config(proc, ONE_POLL), HOST, new PrometheusRegistry(), InstantSource.fixed(NOW))) {
      source.start(sink, Optional.empty());
      await().until(() -> source.readiness().ready());
    }

    var incoming = flowTo(80);
    assertThat(incoming.getTrafficDirection()).isEqualTo(TrafficDirection.INGRESS);
    assertThat(incoming.getTraceObservationPoint()).isEqualTo(TraceObservationPoint.TO_ENDPOINT);
    assertThat(incoming.getEventType().getType()).isEqualTo(4);
    assertThat(incoming.getEventType().getSubType()).isZero();
    assertThat(incoming.getVerdict()).isEqualTo(Verdict.FORWARDED);
    assertThat(incoming.getNodeName()).isEqualTo("default/web-1");
    assertThat(incoming.getEmitter().getName()).isEqualTo("Weir");
    assertThat(incoming.getIP().getIpVersion()).isEqualTo(IPVersion.IPv4);
    assertThat(incoming.hasIsReply()).isTrue();
    assertThat(incoming.getIsReply().getValue()).isFalse();
    assertThat(incoming.getDestination().getLabelsList()).contains("weir:process=nginx");
    var outgoing = flowTo(53);
    assertThat(outgoing.getTrafficDirection()).isEqualTo(TrafficDirection.EGRESS);
    assertThat(outgoing.getEventType().getSubType()).isEqualTo(5);
    assertThat(outgoing.getL4().hasUDP()).isTrue();
  }

  @Test
  void refusesToStartWithoutTables() throws IOException {
    Files.createDirectories(proc.resolve("net"));
    try (var source =
        new SocketsSource(
            config(proc, ONE_POLL), HOST, new PrometheusRegistry(), InstantSource.system())) {
      assertThatThrownBy(() -> source.start(sink, Optional.empty()))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("needs Linux with /proc mounted");
    }
  }

  /** The machine itself: a connection of this very test, with its process on both ends. */
  @Test
  void seesAConnectionOfThisProcess_onTheRealHost() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "no /proc/net/tcp on this machine");
    var config = config(Path.of("/proc"), Duration.ofMillis(100));
    try (var source =
            new SocketsSource(config, HOST, new PrometheusRegistry(), InstantSource.system());
        var server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      source.start(sink, Optional.empty());
      await().atMost(Duration.ofSeconds(20)).until(() -> source.readiness().ready());
      int port = server.getLocalPort();
      String process = Files.readString(Path.of("/proc/self/comm")).strip();

      try (var client = new Socket(server.getInetAddress(), port);
          var accepted = server.accept()) {
        await().atMost(Duration.ofSeconds(20)).until(() -> flows(port).size() == 2);
        var syn = flows(port).get(0);
        assertThat(syn.getL4().getTCP().getSourcePort()).isEqualTo(client.getLocalPort());
        assertThat(syn.getL4().getTCP().getDestinationPort()).isEqualTo(port);
        assertThat(syn.getL4().getTCP().getFlags().getSYN()).isTrue();
        assertThat(syn.getSource().getLabelsList()).contains("weir:process=" + process);
        assertThat(syn.getDestination().getLabelsList()).contains("weir:process=" + process);
        assertThat(flows(port).get(1).getIsReply().getValue()).isTrue();
        assertThat(accepted.isConnected()).isTrue();
      }

      await().atMost(Duration.ofSeconds(20)).until(() -> flows(port).size() == 3);
      var fin = flows(port).get(2);
      assertThat(fin.getL4().getTCP().getFlags().getFIN()).isTrue();
      assertThat(fin.getSource().getLabelsList()).contains("weir:process=" + process);
    }
  }

  private List<Flow> flows(int port) {
    return sink.events().stream()
        .map(event -> event.getFlow())
        .filter(
            flow ->
                flow.getL4().getTCP().getSourcePort() == port
                    || flow.getL4().getTCP().getDestinationPort() == port)
        .toList();
  }

  private Flow flowTo(int port) {
    return sink.events().stream()
        .map(event -> event.getFlow())
        .filter(
            flow ->
                flow.getL4().getTCP().getDestinationPort() == port
                    || flow.getL4().getUDP().getDestinationPort() == port)
        .findFirst()
        .orElseThrow();
  }

  private static SocketsConfig config(Path proc, Duration interval) {
    return new SocketsConfig(
        interval, Duration.ofSeconds(60), 1_000_000, 200_000, proc, Path.of("/nonexistent"));
  }

  @SuppressWarnings("deprecation")
  private static String line(Flow flow) {
    var tcp = flow.getL4().getTCP();
    var udp = flow.getL4().getUDP();
    return flow.getIP().getSource()
        + ":"
        + (tcp.getSourcePort() + udp.getSourcePort())
        + " "
        + who(flow.getSource())
        + " > "
        + flow.getIP().getDestination()
        + ":"
        + (tcp.getDestinationPort() + udp.getDestinationPort())
        + " "
        + who(flow.getDestination())
        + " "
        + flow.getSummary();
  }

  private static String who(io.weir.hubble.flow.Endpoint endpoint) {
    return endpoint.getWorkloadsList().stream()
        .map((Workload workload) -> workload.getKind() + "/" + workload.getName())
        .findFirst()
        .orElseGet(() -> endpoint.getLabels(0));
  }
}
