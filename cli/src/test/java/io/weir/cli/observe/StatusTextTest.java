package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UInt32Value;
import io.weir.hubble.observer.ServerStatusResponse;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  @Test
  void looksLikeHubbles() {
    ServerStatusResponse status =
        ServerStatusResponse.newBuilder()
            .setNumFlows(12_285)
            .setMaxFlows(12_285)
            .setFlowsRate(85.309)
            .setNumConnectedNodes(UInt32Value.of(3))
            .setNumUnavailableNodes(UInt32Value.of(2))
            .addUnavailableNodes("prod/n4")
            .build();
    assertThat(StatusText.of(status))
        .isEqualTo(
            """
            Current/Max Flows: 12,285/12,285 (100.00%)
            Flows/s: 85.31
            Connected Nodes: 3/5
            Unavailable Nodes: 2
              - prod/n4
              and 1 more...
            """);
  }

  @Test
  void withoutARateTheAverageSinceTheStart() {
    ServerStatusResponse status =
        ServerStatusResponse.newBuilder().setSeenFlows(50).setUptimeNs(20_000_000_000L).build();
    assertThat(StatusText.of(status)).isEqualTo("Current/Max Flows: 0/0\nFlows/s: 2.50\n");
  }
}
