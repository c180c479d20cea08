package io.weir.collector.source.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.collector.enrich.HostIdentity;
import io.weir.collector.source.FakeSink;
import io.weir.event.v1.Probe;
import io.weir.ingest.v1.Event;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProbeSourceTest {
  private final FakeSink sink = new FakeSink();

  @Test
  void runsProbesOnTheRealHost_andStopsWhenClosed() throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      var source =
          source(
              everySecond("web", Optional.of(new TcpSocket(server.getLocalPort(), "127.0.0.1"))),
              everySecond("command", Optional.empty()));
      assertThat(source.readiness().ready()).isFalse();
      source.start(sink, Optional.empty());
      assertThat(source.readiness().ready()).isTrue();

      await().atMost(Duration.ofSeconds(20)).until(() -> of("web").size() >= 2);
      await().until(() -> !of("command").isEmpty());
      source.close();
      source.close();
      int before = sink.events().size();

      var web = of("web").get(0);
      assertThat(web.getSuccess()).isTrue();
      assertThat(web.getState()).isEqualTo(Probe.State.HEALTHY);
      assertThat(web.getHandler()).isEqualTo("tcpSocket");
      assertThat(web.getTarget()).isEqualTo("127.0.0.1:" + server.getLocalPort());
      assertThat(web.getEndpoint().getNamespace()).isEqualTo("web-1");
      assertThat(of("web").get(1).getAttempt()).isEqualTo(2);
      assertThat(of("command").get(0).getCode()).isZero();
      assertThat(source.readiness().ready()).isFalse();
      assertThat(sink.events()).hasSize(before);
    }
  }

  @Test
  void isReadyWithoutProbes() throws Exception {
    try (var source = source()) {
      source.start(sink, Optional.empty());

      assertThat(source.readiness().ready()).isTrue();
    }
  }

  private List<Probe> of(String id) {
    return sink.events().stream()
        .map(Event::getProbe)
        .filter(probe -> probe.getId().equals(id))
        .toList();
  }

  private static ProbeSource source(ProbeSpec... probes) {
    return new ProbeSource(
        new ProbeConfig(List.of(probes), 2, 0, Path.of("/nonexistent")),
        new HostIdentity("default", "web-1", "0.1"),
        new PrometheusRegistry(),
        InstantSource.system(),
        new Random(1));
  }

  private static ProbeSpec everySecond(String name, Optional<TcpSocket> tcp) {
    return new ProbeSpec(
        name,
        ProbeType.SYNTHETIC,
        "",
        Optional.empty(),
        tcp,
        tcp.isPresent() ? Optional.empty() : Optional.of(Exec.DEFAULT),
        Optional.empty(),
        Optional.empty(),
        0,
        1,
        5,
        1,
        3);
  }
}
