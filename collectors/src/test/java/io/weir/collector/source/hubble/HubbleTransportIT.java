package io.weir.collector.source.hubble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.weir.collector.net.TestCertificates;
import io.weir.collector.net.TlsConfig;
import io.weir.collector.source.FakeSink;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.observer.GetFlowsResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TCP to a Hubble, plain and with real TLS handshakes; the unix socket is in HubbleSourceIT. */
class HubbleTransportIT {
  // As Cilium signs its agents: by name, not by address.
  private static final String AGENT_NAME = "n1.prod.hubble-grpc.cilium.io";

  @TempDir private static Path folder;
  private static TestCertificates cluster;
  private static TestCertificates stranger;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final FakeSink sink = new FakeSink();
  private final List<HubbleSource> sources = new ArrayList<>();
  private final List<FakeObserver> agents = new ArrayList<>();

  @BeforeAll
  static void makeCertificates() throws Exception {
    cluster =
        new TestCertificates(folder.resolve("cluster"), "cluster")
            .sign("local", "dns:localhost,ip:127.0.0.1")
            .sign("agent", "dns:*.prod.hubble-grpc.cilium.io")
            .sign("collector", "dns:collector.hubble-relay.cilium.io");
    stranger =
        new TestCertificates(folder.resolve("stranger"), "stranger").sign("collector", "dns:x");
  }

  @AfterEach
  void stopAll() throws Exception {
    sources.forEach(HubbleSource::close);
    for (FakeObserver agent : agents) {
      agent.close();
    }
  }

  private FakeObserver agent(ServerCredentials credentials) throws Exception {
    FakeObserver agent = new FakeObserver(port -> Grpc.newServerBuilderForPort(port, credentials));
    agents.add(agent);
    return agent;
  }

  private static TlsServerCredentials.Builder certified(String name) throws Exception {
    return TlsServerCredentials.newBuilder()
        .keyManager(cluster.cert(name).toFile(), cluster.key(name).toFile());
  }

  private static TlsConfig trusting(TestCertificates authority) {
    return new TlsConfig(
        true, Optional.of(authority.ca()), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static TlsConfig expecting(String serverName) {
    return new TlsConfig(
        true,
        Optional.of(cluster.ca()),
        Optional.empty(),
        Optional.empty(),
        Optional.of(serverName));
  }

  private static TlsConfig presenting(TestCertificates signer, String name) {
    return new TlsConfig(
        true,
        Optional.of(cluster.ca()),
        Optional.of(signer.cert(name)),
        Optional.of(signer.key(name)),
        Optional.of(AGENT_NAME));
  }

  private HubbleSource start(String address, TlsConfig tls) throws Exception {
    HubbleSource source =
        new HubbleSource(
            new HubbleConfig(
                address,
                tls,
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ofMillis(5),
                Duration.ofMillis(50)),
            InstantSource.system(),
            new HubbleMetrics(registry),
            new Random(3));
    sources.add(source);
    source.start(sink, Optional.empty());
    return source;
  }

  private void passesAFlow(FakeObserver agent) {
    await().until(() -> agent.followers() == 1);
    agent.happens(
        GetFlowsResponse.newBuilder()
            .setFlow(Flow.newBuilder().setUuid("flow"))
            .setTime(Timestamp.newBuilder().setSeconds(1_700_000_000))
            .build());
    await().untilAsserted(() -> assertThat(sink.events()).hasSize(1));
    assertThat(sink.events().get(0).getFlow().getUuid()).isEqualTo("flow");
    HubbleSource source = sources.get(sources.size() - 1);
    await().until(() -> source.readiness().ready());
  }

  /** Says why, in words that a person can act on, and tries again for as long as it runs. */
  private void keepsFailing(HubbleSource source, String kind, String... words) {
    await().until(() -> failed(kind) >= 3);
    // The streams of agent and debug events fail, too, maybe before the one that readiness is
    // about.
    await().untilAsserted(() -> assertThat(source.readiness().reason()).contains(words));
    assertThat(source.readiness().ready()).isFalse();
    assertThat(sink.events()).isEmpty();
  }

  private double failed(String kind) {
    return registry.scrape().stream()
        .filter(metric -> metric.getMetadata().getName().endsWith("hubble_failed_streams"))
        .flatMap(metric -> metric.getDataPoints().stream())
        .filter(point -> kind.equals(point.getLabels().get("reason")))
        .mapToDouble(point -> ((CounterSnapshot.CounterDataPointSnapshot) point).getValue())
        .sum();
  }

  @Test
  void plaintext() throws Exception {
    FakeObserver agent = agent(InsecureServerCredentials.create());
    start("127.0.0.1:" + agent.port(), TlsConfig.DEFAULT);
    passesAFlow(agent);
  }

  @Test
  void tlsWithACaFile() throws Exception {
    FakeObserver agent = agent(certified("local").build());
    start("127.0.0.1:" + agent.port(), trusting(cluster));
    passesAFlow(agent);
  }

  @Test
  void tlsByTheAddressAlone() throws Exception {
    FakeObserver agent = agent(certified("local").build());
    TlsConfig off =
        new TlsConfig(
            false, Optional.of(cluster.ca()), Optional.empty(), Optional.empty(), Optional.empty());
    start("tls://localhost:" + agent.port(), off);
    passesAFlow(agent);
  }

  @Test
  void mutualTlsAsAnAgentAsksForIt() throws Exception {
    FakeObserver agent = strictAgent();
    start("127.0.0.1:" + agent.port(), presenting(cluster, "collector"));
    passesAFlow(agent);
  }

  private FakeObserver strictAgent() throws Exception {
    return agent(
        certified("agent")
            .trustManager(cluster.ca().toFile())
            .clientAuth(ClientAuth.REQUIRE)
            .build());
  }

  @Test
  void saysThatTheServersCertificateIsNotTrusted_andGoesOnTrying() throws Exception {
    FakeObserver agent = agent(certified("local").build());
    HubbleSource source = start("127.0.0.1:" + agent.port(), trusting(stranger));
    keepsFailing(source, "tls", "not signed by a trusted one", "ca-file");
  }

  @Test
  void saysThatTheServerHasAnotherName() throws Exception {
    FakeObserver agent = agent(certified("agent").build());
    HubbleSource source = start("127.0.0.1:" + agent.port(), expecting("n1.test.example"));
    keepsFailing(source, "tls", "n1.test.example", "server-name");
  }

  @Test
  void saysThatTheServerRefusesTheClient() throws Exception {
    FakeObserver agent = strictAgent();
    HubbleSource without = start("127.0.0.1:" + agent.port(), expecting(AGENT_NAME));
    keepsFailing(without, "tls", "cert-file");
  }

  @Test
  void saysThatTheServerRefusesTheClientsCertificate() throws Exception {
    FakeObserver agent = strictAgent();
    HubbleSource foreign = start("127.0.0.1:" + agent.port(), presenting(stranger, "collector"));
    keepsFailing(foreign, "tls", "cert-file");
  }

  @Test
  void saysThatTheServerSpeaksNoTls() throws Exception {
    FakeObserver agent = agent(InsecureServerCredentials.create());
    HubbleSource source = start("127.0.0.1:" + agent.port(), trusting(cluster));
    keepsFailing(source, "tls", "TLS");
  }

  @Test
  void worksOnceTheServerShowsATrustedCertificate() throws Exception {
    FakeObserver wrong = agent(certified("agent").build());
    int port = wrong.port();
    HubbleSource source = start("127.0.0.1:" + port, trusting(cluster));
    keepsFailing(source, "tls", "server-name");
    wrong.close();
    FakeObserver right =
        new FakeObserver(any -> Grpc.newServerBuilderForPort(port, certifiedUnchecked("local")));
    agents.add(right);
    passesAFlow(right);
  }

  private static ServerCredentials certifiedUnchecked(String name) {
    try {
      return certified(name).build();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
