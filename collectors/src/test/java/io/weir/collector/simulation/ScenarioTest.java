package io.weir.collector.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioTest {
  static List<String> files() {
    return ScenarioFiles.names();
  }

  @Test
  void thereAreAtLeastTenScenarios() {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(10);
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileIsReadAndSaysWhatHappensAndWhatToFind(String name) {
    Scenario scenario = ScenarioFiles.read(name);
    assertThat(ScenarioFiles.text(name)).startsWith("# ");
    assertThat(scenario.summary()).isNotBlank();
    assertThat(scenario.find()).isNotBlank();
    assertThat(scenario.traffic()).isNotEmpty();
    assertThat(scenario.incidents())
        .allSatisfy(incident -> assertThat(incident.cause()).isNotBlank());
  }

  @Test
  void everyKeyIsRead() throws ConfigException {
    Scenario scenario =
        Scenario.read(
            "all.yaml",
            """
            cluster: prod
            namespace: web
            start: 2026-01-01T00:00:00Z
            duration: 30s
            nodes:
              - name: a
                clock-ahead: 1ms
                delay: 2s
                jitter: 3ms
                away: {at: 1s, lasts: 2s}
                loses: {at: 3s, lasts: 4s, share: 0.5}
            services:
              api:
                namespace: other
                kind: daemon-set
                port: 80
                protocol: tcp
                proxy: none
                latency: 9ms
                probe: true
                memory-bytes: 64MiB
            outside:
              db.example: {address: 192.0.2.1, port: 5432, latency: 1ms}
            traffic:
              - {from: world, to: api, rate: 0.5, shape: burst, paths: [/a]}
            rollouts: [{service: api, at: 5s}]
            resends: 0.1
            incidents:
              - name: down
                at: 1s
                lasts: 2s
                cause: It is off.
                service-down: {service: api}
            """);
    assertThat(scenario.cluster()).isEqualTo("prod");
    assertThat(scenario.nodes().get(0).skewNs()).isEqualTo(1_000_000);
    assertThat(scenario.nodes().get(0).loses().orElseThrow().share()).isEqualTo(0.5);
    assertThat(scenario.services().get("api").kind()).isEqualTo(ServiceSpec.Kind.DAEMON_SET);
    assertThat(scenario.services().get("api").memoryBytes()).isEqualTo(64L << 20);
    assertThat(scenario.traffic().get(0).shape()).contains(TrafficSpec.Shape.BURST);
    assertThat(scenario.rollouts().get(0).at()).isEqualTo(Duration.ofSeconds(5));
    assertThat(scenario.incidents().get(0).fault()).isEqualTo(new Fault.ServiceDown("api"));
  }

  @Test
  void everyMistakeIsToldWithItsLine() {
    assertThatThrownBy(
            () ->
                Scenario.read(
                    "bad.yaml",
                    """
                    duratoin: 30s
                    nodes: [{name: a}]
                    services:
                      api: {replicas: 0, port: 80}
                    traffic:
                      - {from: world, to: api, rate: -1}
                    """))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("line 1")
        .hasMessageContaining("did you mean \"duration\"")
        .hasMessageContaining("services.api.replicas: 0 (expected: 1 to 100)")
        .hasMessageContaining("traffic[0].rate: -1.0 (expected: above 0");
  }

  @Test
  void whoIsNamedMustExist() {
    assertThatThrownBy(
            () ->
                Scenario.read(
                    "bad.yaml",
                    """
                    nodes: [{name: a}]
                    services:
                      api: {port: 80}
                    traffic:
                      - {from: world, to: apl, rate: 1}
                    """))
        .hasMessageContaining("line 5")
        .hasMessageContaining("traffic: apl (expected: one of api)");
  }

  @Test
  void callsInACircleAreRefused() {
    assertThatThrownBy(
            () ->
                Scenario.read(
                    "bad.yaml",
                    """
                    nodes: [{name: a}]
                    services:
                      api: {calls: [{to: db}]}
                      db: {calls: [{to: api}]}
                    """))
        .hasMessageContaining("in a circle");
  }

  @Test
  void anIncidentHasExactlyOneFault() {
    assertThatThrownBy(
            () ->
                Scenario.read(
                    "bad.yaml",
                    """
                    nodes: [{name: a}]
                    services: {api: {}}
                    incidents:
                      - {name: two, at: 0s, lasts: 1s, cause: x, service-down: {service: api}, expired-certificate: {service: api}}
                    """))
        .hasMessageContaining("two has 2 faults (expected: exactly one)");
  }
}
