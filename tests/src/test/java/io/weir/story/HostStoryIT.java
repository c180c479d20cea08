package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./weir up} and nothing else, on a Linux host: it shows that host. */
class HostStoryIT {
  @TempDir Path scratch;

  @Test
  void hostSeesItsOwnConnectionsPressureAndProbesWithinHalfAMinute() throws Exception {
    Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "needs Linux");
    try (WeirProcess weir =
            WeirProcess.up(scratch.resolve("data")).awaitReady(Duration.ofSeconds(60));
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      assertThat(accepted.isConnected() && client.isConnected()).isTrue();
      Awaitility.await("our own connection is an edge")
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                JsonNode edge = edgeTo(weir, server.getLocalPort());
                assertThat(edge.at("/tcp/attempts").asInt()).isEqualTo(1);
                assertThat(edge.at("/tcp/established").asInt()).isEqualTo(1);
                assertThat(edge.at("/client/name").asText()).isEqualTo("java");
                assertThat(edge.at("/server/name").asText()).isEqualTo("java");
              });
      Awaitility.await("resources and probes")
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                JsonNode resources = weir.ask("resources", "-o", "json").json().get("rows");
                assertThat(resources).isNotEmpty();
                JsonNode probes = weir.ask("probes", "-o", "json").json().get("rows");
                assertThat(probes).isNotEmpty();
              });
      List<String> listNodes =
          List.of("list", "nodes", "--server", weir.address("grpc"), "-o", "json");
      assertThat(WeirProcess.client(listNodes).json()).as("this host").hasSize(1);
    }
  }

  private static JsonNode edgeTo(WeirProcess weir, int port) {
    for (JsonNode edge : weir.ask("edges", "-o", "json").json().get("rows")) {
      if (edge.get("port").asInt() == port) {
        return edge;
      }
    }
    throw new AssertionError("no edge to port " + port);
  }
}
