package io.weir.collector.source.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.weir.event.v1.Probe.FailureClass;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrpcProberTest {
  private final Dialer dialer = new Dialer();
  private final HealthStatusManager health = new HealthStatusManager();
  private Server server;

  @BeforeEach
  void start() throws IOException {
    health.setStatus("shop", ServingStatus.SERVING);
    health.setStatus("sick", ServingStatus.NOT_SERVING);
    server = builder().addService(health.getHealthService()).build().start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
    dialer.close();
  }

  @Test
  void succeedsWhenItServes() throws Exception {
    var result = run(server.getPort(), "shop");

    assertThat(result.outcome()).isEqualTo(Outcome.good(0));
    assertThat(result.attempt().phases()).containsOnlyKeys("connect", "processing");
    assertThat(run(server.getPort(), "").outcome().success()).isTrue();
  }

  @Test
  void failsWhenItDoesNotServe() throws Exception {
    var outcome = run(server.getPort(), "sick").outcome();

    assertThat(outcome.failure()).isEqualTo(FailureClass.STATUS);
    assertThat(outcome.message()).isEqualTo("service sick is NOT_SERVING");
  }

  @Test
  void failsWhenTheServiceIsUnknown() throws Exception {
    var outcome = run(server.getPort(), "nobody").outcome();

    assertThat(outcome.failure()).isEqualTo(FailureClass.STATUS);
    assertThat(outcome.code()).isEqualTo(5);
  }

  @Test
  void saysThatTheProtocolIsMissing() throws Exception {
    var bare = builder().build().start();
    try {
      var outcome = run(bare.getPort(), "").outcome();
      assertThat(outcome.code()).isEqualTo(12);
      assertThat(outcome.message()).contains("does not implement");
    } finally {
      bare.shutdownNow();
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    var outcome = run(free, "").outcome();

    assertThat(outcome.failure()).isEqualTo(FailureClass.CONNECT);
    assertThat(outcome.message()).startsWith("cannot connect: ");
  }

  /** Accepted by the kernel, answered by nobody. */
  @Test
  void timesOut() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var prober = prober(silent.getLocalPort(), "");

      var outcome = Probing.run(prober, Duration.ofMillis(500)).outcome();

      assertThat(outcome.failure()).isEqualTo(FailureClass.TIMEOUT);
    }
  }

  private Probing.Result run(int port, String service) throws InterruptedException {
    return Probing.run(prober(port, service));
  }

  private Prober prober(int port, String service) {
    return new GrpcProber(new Grpc(port, service, "127.0.0.1"), dialer, "weir-probe/0.1");
  }

  private static NettyServerBuilder builder() {
    return NettyServerBuilder.forAddress(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }
}
