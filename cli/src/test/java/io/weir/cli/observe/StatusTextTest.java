package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UInt32Value;
import io.weir.cli.observe.StatusCommand.Output;
import io.weir.hubble.observer.ServerStatusResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusTextTest {
  private static final ServerStatusResponse RELAY =
      ServerStatusResponse.newBuilder()
          .setNumFlows(12_285)
          .setMaxFlows(16_380)
          .setSeenFlows(1_234_567)
          .setUptimeNs(450_190_400_000_000L)
          .setFlowsRate(85.309)
          .setNumConnectedNodes(UInt32Value.of(3))
          .setNumUnavailableNodes(UInt32Value.of(3))
          .addUnavailableNodes("prod/n5")
          .addUnavailableNodes("prod/n4")
          .setVersion("hubble-relay v1.19.4")
          .build();

  private static final ServerStatusResponse AGENT =
      ServerStatusResponse.newBuilder()
          .setNumFlows(50)
          .setMaxFlows(4_095)
          .setSeenFlows(50)
          .setUptimeNs(20_000_000_000L)
          .build();

  private static String golden(String name) throws IOException {
    try (InputStream in = StatusTextTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRelayLooksAsInTheGoldenFile(Output output) throws IOException {
    assertThat(StatusText.of(RELAY, output)).isEqualTo(golden("status-relay." + output));
  }

  /** An agent knows of no other nodes. */
  @ParameterizedTest
  @EnumSource
  void anAgentLooksAsInTheGoldenFile(Output output) throws IOException {
    assertThat(StatusText.of(AGENT, output)).isEqualTo(golden("status-agent." + output));
  }

  @Test
  void aServerThatHasJustStartedHasNoRate() {
    ServerStatusResponse status = ServerStatusResponse.getDefaultInstance();
    assertThat(StatusText.of(status, Output.compact))
        .isEqualTo("Current/Max Flows: 0/0\nFlows/s: N/A\n");
  }

  /** A server's words must not steer the terminal. */
  @Test
  void controlCharactersAreShown() {
    ServerStatusResponse status =
        RELAY.toBuilder().setVersion("v1\u001b[2J").addUnavailableNodes("\u001b[2J").build();
    for (Output output : Output.values()) {
      assertThat(StatusText.of(status, output)).doesNotContain("\u001b");
    }
  }
}
