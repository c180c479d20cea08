package io.weir.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.collector.export.ExportConfig;
import io.weir.collector.export.FakeRelay;
import io.weir.collector.net.TlsConfig;
import io.weir.collector.source.EventSink;
import io.weir.collector.source.Source;
import io.weir.collector.source.hubble.HubbleConfig;
import io.weir.collector.source.hubblefile.HubbleFileConfig;
import io.weir.collector.spool.SpoolConfig;
import io.weir.event.v1.NodeReport;
import io.weir.hubble.relay.NodeState;
import io.weir.ingest.v1.Event;
import io.weir.runtime.Readiness;
import io.weir.runtime.StartException;
import io.weir.runtime.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorRoleIT {
  @TempDir Path dir;

  private final List<CollectorRole> roles = new ArrayList<>();
  private FakeRelay relay;

  @BeforeEach
  void startRelay() throws IOException {
    relay = new FakeRelay();
  }

  @AfterEach
  void stopAll() throws Exception {
    roles.forEach(CollectorRole::close);
    relay.close();
  }

  private CollectorConfig config(Duration drain, Path... files) {
    return new CollectorConfig(
        new SpoolConfig(
            dir.resolve("spool"), 64 << 20, 1 << 20, Duration.ofDays(1), Duration.ofMillis(10)),
        new ExportConfig(
            relay.address(),
            TlsConfig.DEFAULT,
            100,
            1 << 20,
            1000,
            Duration.ofMillis(100),
            Duration.ofMillis(5),
            Duration.ofMillis(50)),
        drain,
        new HubbleFileConfig(
            List.of(files), false, HubbleFileConfig.Times.ORIGINAL, Duration.ofMillis(5), 4 << 20),
        HubbleConfig.DEFAULT,
        io.weir.collector.source.simulated.SimulatedConfig.DEFAULT);
  }

  private CollectorRole role(CollectorConfig config, Source... more) {
    PrometheusRegistry registry = new PrometheusRegistry();
    List<Source> sources =
        new ArrayList<>(HubbleSources.of(config, registry, InstantSource.system()));
    sources.addAll(List.of(more));
    CollectorRole role =
        new CollectorRole(config, sources, registry, InstantSource.system(), "prod/node-1");
    roles.add(role);
    return role;
  }

  private Path flows(int count) throws IOException {
    List<String> lines =
        IntStream.range(0, count)
            .mapToObj(
                n ->
                    "{\"flow\":{\"time\":\"2026-01-01T12:00:00.%06dZ\",\"uuid\":\"flow-%d\"}}"
                        .formatted(n, n))
            .toList();
    return Files.write(dir.resolve("flows.jsonl"), lines);
  }

  private static List<String> expected(int count) {
    return IntStream.range(0, count).mapToObj(n -> "flow-" + n).toList();
  }

  private List<String> arrived() {
    return relay.events().stream().map(event -> event.getFlow().getUuid()).toList();
  }

  @Test
  void reportsItselfAndTheNodesItSaw() throws Exception {
    CollectorRole role = role(config(Duration.ZERO, flows(30)));
    role.start();
    await().until(role::replayDone);
    await().until(() -> lastReport().getNodesCount() == 1);
    await().until(() -> lastReport().getNodes(0).getSeenFlows() == 30);

    NodeReport report = lastReport();
    assertThat(report.getNode()).isEqualTo("prod/node-1");
    assertThat(report.getNodes(0).getName()).isEqualTo("prod/node-1");
    assertThat(report.getNodes(0).getState()).isEqualTo(NodeState.NODE_CONNECTED);
    assertThat(report.getId()).matches("[0-9a-f]{32}");
    assertThat(relay.collectors()).contains(report.getCollector());
    assertThat(report.getVersion()).isEqualTo(Version.TEXT);
    assertThat(report.getAddress()).isNotEmpty();
    assertThat(report.getSourcesList()).containsExactly("hubble-file");
    assertThat(report.getReportedAtNs()).isGreaterThanOrEqualTo(report.getStartedAtNs());
    role.close();
    await().until(() -> lastReport().getEnding());

    CollectorRole again = role(config(Duration.ZERO));
    again.start();
    await().until(() -> !lastReport().getEnding());
    assertThat(lastReport().getId()).isEqualTo(report.getId());
    assertThat(lastReport().getCollector()).isNotEqualTo(report.getCollector());
  }

  private NodeReport lastReport() {
    List<NodeReport> reports = relay.reports();
    return reports.isEmpty() ? NodeReport.getDefaultInstance() : reports.get(reports.size() - 1);
  }

  @Test
  void replaysAFileToTheLastAcknowledgement() throws Exception {
    CollectorRole role = role(config(Duration.ZERO, flows(3000)));
    role.start();

    await().until(role::replayDone);

    assertThat(arrived()).isEqualTo(expected(3000));
    assertThat(role.queued()).isZero();
    assertThat(role.acked()).isEqualTo(3000);
    assertThat(role.readiness()).isEqualTo(Readiness.READY);
    assertThat(relay.hellos().get(0).getNode()).isEqualTo("prod/node-1");
    assertThat(relay.hellos().get(0).getSourcesList()).containsExactly("hubble-file");
    assertThat(relay.faults()).isEmpty();
  }

  /** Stopped at any moment, and started again on the same directory until all is there. */
  @Test
  void everyLineArrivesOnce_overManyRestarts() throws Exception {
    Path file = flows(3000);
    relay.dropAfterBatches(4);
    for (int i = 0; i < 4; i++) {
      CollectorRole role = role(config(Duration.ZERO, file));
      role.start();
      int before = arrived().size();
      await().until(() -> arrived().size() > before || role.replayDone());
      role.close();
    }
    CollectorRole last = role(config(Duration.ZERO, file));
    last.start();
    await().until(last::replayDone);

    assertThat(arrived()).isEqualTo(expected(3000));
    assertThat(relay.faults()).isEmpty();
  }

  @Test
  void waitsInTheSpoolWhileThereIsNoRelay() throws Exception {
    relay.close();
    CollectorRole role = role(config(Duration.ZERO, flows(10)));
    role.start();

    await().until(() -> role.queued() == 10);
    assertThat(role.replayDone()).isFalse();
    assertThat(role.readiness().ready()).isFalse();

    relay.restart();
    await().until(role::replayDone);
    assertThat(arrived()).isEqualTo(expected(10));
  }

  @Test
  void closingSendsWhatIsThere() throws Exception {
    Chatter chatter = new Chatter("sockets");
    CollectorRole role = role(config(Duration.ofSeconds(20)), chatter);
    role.start();
    chatter.say(500);

    role.close();

    assertThat(relay.events()).hasSize(500);
    assertThat(relay.events().get(0).getSource()).isEqualTo("sockets");
    assertThat(chatter.closed).isTrue();
  }

  @Test
  void refusesASpoolThatIsInUse() throws Exception {
    role(config(Duration.ZERO)).start();

    assertThatThrownBy(() -> role(config(Duration.ZERO)).start())
        .isInstanceOf(StartException.class)
        .hasMessageContaining("is in use by another collector");
  }

  @Test
  void refusesTwoSourcesOfOneName() {
    CollectorRole role = role(config(Duration.ZERO), new Chatter("a"), new Chatter("a"));

    assertThatThrownBy(role::start)
        .isInstanceOf(StartException.class)
        .hasMessage("sources: a twice (expected: each once, positions are kept by name)");
  }

  @Test
  void standsInForAnEventThatIsTooLarge() throws Exception {
    Chatter chatter = new Chatter("sockets");
    CollectorRole role = role(config(Duration.ofSeconds(20)), chatter);
    role.start();
    Event large = Event.newBuilder().setObservedAtNs(7).setNode("n".repeat(4 << 20)).build();
    chatter.sink.put(List.of(large.toBuilder().setNode("x").build(), large), Optional.empty());

    await().until(() -> role.queued() == 0);

    Event standIn = relay.events().get(1);
    assertThat(standIn.getDiscarded().getReason()).isEqualTo("too_large");
    assertThat(standIn.getDiscarded().getBytesTotal()).isEqualTo(large.getSerializedSize());
    assertThat(standIn.getObservedAtNs()).isEqualTo(7);
  }

  /** A source that cannot be read again. */
  private static final class Chatter implements Source {
    private final String name;
    private EventSink sink;
    private boolean closed;

    Chatter(String name) {
      this.name = name;
    }

    void say(int count) throws InterruptedException {
      for (int i = 0; i < count; i++) {
        sink.put(List.of(Event.newBuilder().setObservedAtNs(i + 1).build()), Optional.empty());
      }
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start(EventSink eventSink, Optional<String> position) {
      sink = eventSink;
    }

    @Override
    public Readiness readiness() {
      return Readiness.READY;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
