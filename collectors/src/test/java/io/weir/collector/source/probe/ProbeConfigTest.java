package io.weir.collector.source.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeConfigTest {
  @TempDir Path folder;

  @Test
  void hasTheDefaultsOfKubernetes() {
    var spec = ProbeSpec.DEFAULT;

    assertThat(spec.initialDelaySeconds()).isZero();
    assertThat(spec.periodSeconds()).isEqualTo(10);
    assertThat(spec.timeoutSeconds()).isEqualTo(1);
    assertThat(spec.successThreshold()).isEqualTo(1);
    assertThat(spec.failureThreshold()).isEqualTo(3);
    assertThat(HttpGet.DEFAULT.path()).isEqualTo("/");
    assertThat(HttpGet.DEFAULT.scheme()).isEqualTo(HttpGet.Scheme.HTTP);
    assertThat(Grpc.DEFAULT.service()).isEmpty();
    assertThat(ProbeConfig.DEFAULT.probes()).isEmpty();
  }

  @Test
  void refusesSuccessThresholdsThatKubernetesRefuses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbeStateTest.spec(ProbeType.LIVENESS, 2, 3))
        .withMessage("successThreshold: 2 (expected: 1 for liveness)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbeStateTest.spec(ProbeType.STARTUP, 2, 3));
    assertThat(ProbeStateTest.spec(ProbeType.READINESS, 2, 3).successThreshold()).isEqualTo(2);
  }

  @Test
  void refusesWhatCannotRun() {
    var web = ProbeSpec.of("web", TcpSocket.DEFAULT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(web, web))
        .withMessageContaining("two are named web");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(ProbeSpec.of("", TcpSocket.DEFAULT)))
        .withMessageContaining("name: empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(ProbeSpec.DEFAULT))
        .withMessageContaining("name: empty");
    assertThatIllegalArgumentException().isThrownBy(() -> new TcpSocket(0, "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> new TcpSocket(80, "a b"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Exec(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HttpHeader("X", "a\r\nEvil: 1"))
        .withMessageContaining("one line");
    assertThatIllegalArgumentException().isThrownBy(() -> http("no-slash", Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> http("/", Optional.of("(")))
        .withMessageContaining("regular expression");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Dns("a", "NOPE", "", Dns.Transport.UDP, List.of("NOERROR"), List.of()))
        .withMessageContaining("type: NOPE");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dns("a", "A", "", Dns.Transport.UDP, List.of("NOPE"), List.of()))
        .withMessageContaining("validRcodes: NOPE");
  }

  @Test
  void refusesTwoHandlers() {
    var base = ProbeSpec.of("web", TcpSocket.DEFAULT);
    var both =
        new ProbeSpec(
            "web",
            ProbeType.SYNTHETIC,
            "",
            Optional.of(HttpGet.DEFAULT),
            base.tcpSocket(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            10,
            1,
            1,
            3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(both))
        .withMessage(
            "probe web: 2 handlers (expected: exactly one of httpGet, tcpSocket, exec, grpc, dns)");
  }

  @Test
  void offersProbesForAnyHost() throws Exception {
    Path resolvConf = folder.resolve("resolv.conf");
    Files.writeString(
        resolvConf, "# made by hand\nsearch a.test\nnameserver not-one\nnameserver 192.0.2.53\n");

    var probes =
        ProbeDefaults.forHost(
            "web-1", resolvConf, Optional.of(URI.create("http://127.0.0.1:4290/livez")));

    assertThat(probes)
        .extracting(ProbeSpec::name)
        .containsExactly("web-1/dns-resolver", "web-1/weir");
    assertThat(probes.get(0).dns().orElseThrow().server()).isEqualTo("192.0.2.53");
    assertThat(probes.get(1).httpGet().orElseThrow().url())
        .isEqualTo(URI.create("http://127.0.0.1:4290/livez"));
    assertThat(new ProbeConfig(probes, 8, 5, resolvConf).probes()).hasSize(2);
  }

  @Test
  void offersNothing_whereThereIsNothing() {
    assertThat(ProbeDefaults.forHost("web-1", folder.resolve("absent"), Optional.empty()))
        .isEmpty();
  }

  private static HttpGet http(String path, Optional<String> body) {
    return new HttpGet(path, 80, "a", HttpGet.Scheme.HTTP, List.of(), false, body);
  }

  private static ProbeConfig config(ProbeSpec... probes) {
    return new ProbeConfig(List.of(probes), 1, 0, Path.of("/etc/resolv.conf"));
  }
}
