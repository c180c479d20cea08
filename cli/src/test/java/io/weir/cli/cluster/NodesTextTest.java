package io.weir.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.observer.Node;
import io.weir.hubble.observer.TLS;
import io.weir.hubble.relay.NodeState;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodesTextTest {
  private static final Node CONNECTED =
      Node.newBuilder()
          .setName("prod/n1")
          .setVersion("cilium v1.19.4")
          .setAddress("10.0.0.1:4244")
          .setState(NodeState.NODE_CONNECTED)
          .setTls(TLS.newBuilder().setEnabled(true).setServerName("n1.prod.hubble-grpc.cilium.io"))
          .setUptimeNs(450_190_400_000_000L)
          .setNumFlows(4_095)
          .setMaxFlows(4_095)
          .setSeenFlows(18_547_844)
          .build();

  /** Numbers are there only for nodes that can be reached. */
  private static final Node UNAVAILABLE =
      Node.newBuilder()
          .setName("prod/n2")
          .setAddress("10.0.0.2:4244")
          .setState(NodeState.NODE_UNAVAILABLE)
          .build();

  private static final List<Node> ALL =
      List.of(
          Node.newBuilder().setName("staging/old").build(),
          UNAVAILABLE,
          Node.newBuilder()
              .setName("prod/n10")
              .setVersion("cilium v1.19.4")
              .setAddress("[fd00::10]:4244")
              .setState(NodeState.NODE_CONNECTED)
              .setTls(TLS.getDefaultInstance())
              .setUptimeNs(60_000_000_000L)
              .setNumFlows(1_234)
              .setMaxFlows(4_095)
              .setSeenFlows(120)
              .build(),
          Node.newBuilder()
              .setName("staging/new")
              .setVersion("cilium v1.18.0")
              .setAddress("10.0.0.200:4244")
              .setState(NodeState.NODE_ERROR)
              .setTls(TLS.getDefaultInstance())
              .setUptimeNs(1_600_000_000L)
              .setMaxFlows(4_095)
              .build(),
          Node.newBuilder().setName("prod/n3").setState(NodeState.NODE_GONE).build(),
          CONNECTED);

  @Test
  void tablesAreSortedByNameAndSayWhatIsNotKnown() throws IOException {
    assertThat(NodesText.of(ALL, ListOutput.table)).isEqualTo(Golden.text("nodes.table"));
  }

  @Test
  void wideTablesAddVersionAddressAndTls() throws IOException {
    assertThat(NodesText.of(ALL, ListOutput.wide)).isEqualTo(Golden.text("nodes.wide"));
  }

  @Test
  void jsonIsAListOfMessages() throws IOException {
    assertThat(NodesText.of(List.of(UNAVAILABLE, CONNECTED), ListOutput.json))
        .isEqualTo(Golden.text("nodes.json"));
  }

  @Test
  void noNodesAreAHeaderOrAnEmptyList() {
    assertThat(NodesText.of(List.of(), ListOutput.table))
        .isEqualTo("NAME   STATUS   AGE   FLOWS/S   CURRENT/MAX-FLOWS\n");
    assertThat(NodesText.of(List.of(), ListOutput.json)).isEqualTo("[]\n");
    assertThat(NodesText.of(List.of(Node.getDefaultInstance()), ListOutput.json))
        .isEqualTo("[\n  {}\n]\n");
    Node plaintext = Node.newBuilder().setTls(TLS.getDefaultInstance()).build();
    assertThat(NodesText.of(List.of(plaintext), ListOutput.json))
        .isEqualTo("[\n  {\n    \"tls\": {}\n  }\n]\n");
  }

  @Test
  void controlCharactersOfANodeAreShown() {
    Node evil = CONNECTED.toBuilder().setName("\u001b[2J").setVersion("\u0007").build();
    assertThat(NodesText.of(List.of(evil), ListOutput.wide)).doesNotContain("\u001b", "\u0007");
  }
}
