package io.weir.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.weir.cli.connect.Captured;
import io.weir.cli.connect.ScriptedServer;
import io.weir.cli.observe.StatusCommand;
import io.weir.hubble.observer.GetNamespacesResponse;
import io.weir.hubble.observer.GetNodesResponse;
import io.weir.hubble.observer.Namespace;
import io.weir.hubble.observer.Node;
import io.weir.hubble.observer.ServerStatusResponse;
import io.weir.hubble.peer.ChangeNotification;
import io.weir.hubble.peer.ChangeNotificationType;
import io.weir.hubble.peer.TLS;
import io.weir.runtime.Version;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Commands as typed, against a server that says what it is told to. */
class ClusterCommandsIT {
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Captured run(Supplier<Object> command, String... args) {
    String[] more = new String[args.length + 2];
    System.arraycopy(args, 0, more, 0, args.length);
    more[args.length] = "--server";
    more[args.length + 1] = server.address();
    return Captured.run(() -> new CommandLine(command.get()), more);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nodes", "node"})
  void listsNodes(String name) {
    server.nodes = GetNodesResponse.newBuilder().addNodes(Node.newBuilder().setName("n1")).build();
    assertThat(run(ListCommand::new, name))
        .isEqualTo(
            new Captured(
                0,
                """
                NAME   STATUS    AGE   FLOWS/S   CURRENT/MAX-FLOWS
                n1     Unknown   N/A   N/A       N/A
                """,
                ""));
    assertThat(run(ListCommand::new, name, "-o", "wide").out()).contains("VERSION", "TLS");
    assertThat(run(ListCommand::new, name, "--output=json").out())
        .isEqualTo("[\n  {\n    \"name\": \"n1\"\n  }\n]\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"namespaces", "namespace"})
  void listsNamespaces(String name) {
    server.namespaces =
        GetNamespacesResponse.newBuilder()
            .addNamespaces(Namespace.newBuilder().setCluster("prod").setNamespace("shop"))
            .build();
    assertThat(run(ListCommand::new, name)).isEqualTo(new Captured(0, "NAMESPACE\nshop\n", ""));
    assertThat(run(ListCommand::new, name, "-o", "wide").out())
        .isEqualTo("NAMESPACE   CLUSTER\nshop        prod\n");
  }

  /** A Cilium agent has no GetNodes. */
  @Test
  void aServerWithoutNodesIsExplained() {
    server.error = Status.UNIMPLEMENTED.withDescription("GetNodes not implemented");
    Captured result = run(ListCommand::new, "nodes");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("weir list nodes: UNIMPLEMENTED: GetNodes not implemented. The server does")
        .contains("--server HOST:PORT");
  }

  @Test
  void anUnknownErrorIsBareText() {
    server.error = Status.UNKNOWN.withDescription("as the server says it");
    assertThat(run(ListCommand::new, "namespaces").err())
        .isEqualTo("weir list namespaces: as the server says it\n");
  }

  @Test
  void otherErrorsHaveTheirCodeAndWhatToDo() {
    server.error = Status.UNAVAILABLE.withDescription("The relay is stopping.");
    assertThat(run(ListCommand::new, "namespaces").err())
        .startsWith("weir list namespaces: UNAVAILABLE: The relay is stopping. Try again; ");
    server.error = Status.DEADLINE_EXCEEDED.withDescription("too slow");
    assertThat(run(ListCommand::new, "namespaces").err())
        .isEqualTo(
            "weir list namespaces: DEADLINE_EXCEEDED: too slow. Allow more with --request-timeout"
                + " DURATION.\n");
  }

  @Test
  void listAloneSaysWhatCanBeListed() {
    Captured result = Captured.run(() -> new CommandLine(new ListCommand()));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("expected: nodes or namespaces");
  }

  @Test
  void statusIsUnhealthyInEveryFormat() {
    server.status = ServerStatusResponse.newBuilder().setNumFlows(1).setMaxFlows(4).build();
    server.setHealth(ServingStatus.NOT_SERVING);
    for (String format : List.of("compact", "dict", "json", "table")) {
      Captured result = run(StatusCommand::new, "-o", format);
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).isEqualTo("weir status: not healthy\n");
    }
    assertThat(run(StatusCommand::new).out())
        .startsWith(
            "Healthcheck (via " + server.address() + "): NOT_SERVING\nCurrent/Max Flows: 1/4");
    assertThat(run(StatusCommand::new, "-o", "json").out()).startsWith("{\"num_flows\":\"1\"");
  }

  @Test
  void watchPrintsEachChangeUntilTheServerEnds() {
    ChangeNotification added =
        ChangeNotification.newBuilder()
            .setType(ChangeNotificationType.PEER_ADDED)
            .setName("prod/n1")
            .setAddress("10.0.0.1:4244")
            .setTls(TLS.newBuilder().setServerName("n1.prod.hubble-grpc.cilium.io"))
            .build();
    server.peers =
        List.of(
            added,
            added.toBuilder().setType(ChangeNotificationType.PEER_DELETED).clearTls().build());
    assertThat(run(WatchCommand::new, "peers"))
        .isEqualTo(
            new Captured(
                0,
                """
                PEER_ADDED   prod/n1 (10.0.0.1:4244) TLS server name: n1.prod.hubble-grpc.cilium.io
                PEER_DELETED prod/n1 (10.0.0.1:4244)
                """,
                ""));
    server.error = Status.ABORTED.withDescription("too slow");
    Captured failed = run(WatchCommand::new, "peers");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.out()).hasLineCount(2);
    assertThat(failed.err()).isEqualTo("weir watch peers: ABORTED: too slow\n");
  }

  @Test
  void reflectListsTheServices() {
    assertThat(run(ReflectCommand::new))
        .isEqualTo(
            new Captured(
                0,
                """
                grpc.health.v1.Health
                grpc.reflection.v1alpha.ServerReflection
                observer.Observer
                peer.Peer
                """,
                ""));
  }

  @Test
  void versionTellsTheServersWhereThereIsOne() throws Exception {
    server.status = ServerStatusResponse.newBuilder().setVersion("hubble-relay v1.19.4").build();
    String own = "weir " + Version.TEXT + "\n";
    assertThat(run(VersionCommand::new))
        .isEqualTo(new Captured(0, own + "server hubble-relay v1.19.4\n", ""));
    assertThat(run(VersionCommand::new, "--client").out()).isEqualTo(own);
    server.close();
    Captured alone = run(VersionCommand::new);
    assertThat(alone.code()).isZero();
    assertThat(alone.out()).startsWith(own + "server not known: Cannot reach " + server.address());
  }

  @Test
  void everyCommandHasHelpWithExamples() {
    for (Supplier<Object> command :
        List.<Supplier<Object>>of(
            ListCommand::new,
            ListNodesCommand::new,
            ListNamespacesCommand::new,
            StatusCommand::new,
            WatchCommand::new,
            ReflectCommand::new,
            VersionCommand::new)) {
      Captured help = Captured.run(() -> new CommandLine(command.get()), "--help");
      assertThat(help.code()).isZero();
      assertThat(help.out()).contains("Usage: weir ", "Examples:");
    }
  }
}
