package io.weir.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.hubble.observer.ObserverGrpc;
import io.weir.hubble.observer.ServerStatusRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a shell script in the place of kubectl, which writes down how it was called. */
class PortForwardIT {
  @TempDir private Path folder;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** A script whose {@code get} and {@code port-forward} are these lines of shell. */
  private Path kubectl(String get, String forward) throws Exception {
    Path script = folder.resolve("kubectl");
    Files.writeString(
        script,
        """
        #!/bin/sh
        echo "$@" >> %1$s/calls
        for word in "$@"; do
          case $word in
            get) %2$s ;;
            port-forward) %3$s ;;
          esac
        done
        """
            .formatted(folder, get, forward));
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private Connection through(Path kubectl, int localPort) {
    PortForward.Plan plan =
        new PortForward.Plan(
            kubectl.toString(),
            localPort,
            Optional.of("prod"),
            "kube-system",
            Optional.of("/home/me/kube.yaml"));
    return new Connection(
        "localhost:1",
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        TlsFiles.NONE,
        Optional.empty(),
        Optional.of(plan),
        true);
  }

  private Link open(Connection connection) throws Exception {
    return Link.open(connection, new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String complaint(Connection connection) {
    try (Link link = open(connection)) {
      return "connected: " + link.channel();
    } catch (Exception e) {
      assertThat(e).isInstanceOf(ConnectionException.class);
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void forwardsToThePortOfTheServiceAndEndsWithTheConnection() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      Path kubectl =
          kubectl(
              "printf 80",
              "echo Forwarding from 127.0.0.1:%d '->' 4245; echo $$ > %s/pid; exec sleep 600"
                  .formatted(server.port(), folder));
      ProcessHandle child;
      try (Link link = open(through(kubectl, 0))) {
        assertThat(
                ObserverGrpc.newBlockingStub(link.channel())
                    .serverStatus(ServerStatusRequest.getDefaultInstance()))
            .isNotNull();
        Path pid = folder.resolve("pid");
        await().until(() -> Files.exists(pid) && Files.readString(pid).endsWith("\n"));
        child = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        assertThat(child.isAlive()).isTrue();
        assertThat(link.server()).isEqualTo(server.address());
      }
      await().until(() -> !child.isAlive());
      assertThat(Files.readString(folder.resolve("calls")))
          .isEqualTo(
              """
              --kubeconfig=/home/me/kube.yaml --context=prod --namespace=kube-system get service/hubble-relay --output=jsonpath={.spec.ports[0].port}
              --kubeconfig=/home/me/kube.yaml --context=prod --namespace=kube-system port-forward --address=127.0.0.1 service/hubble-relay :80
              """);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .contains("debug: kubectl forwards " + server.address());
    }
  }

  @Test
  void theLocalPortIsTheOneAskedFor() throws Exception {
    Path kubectl = kubectl("printf 443", "echo no >&2; exit 1");
    complaint(through(kubectl, 4245));
    assertThat(Files.readString(folder.resolve("calls")))
        .endsWith("port-forward --address=127.0.0.1 service/hubble-relay 4245:443\n");
  }

  @Test
  void whatKubectlSaysIsPassedOn() throws Exception {
    Path kubectl =
        kubectl(
            "echo 'E1124 attempt 1' >&2; echo 'Error: context \"prod\" does not exist' >&2; exit 1",
            "exit 1");
    assertThat(complaint(through(kubectl, 0)))
        .isEqualTo(
            "--port-forward: kubectl says \"Error: context \"prod\" does not exist\". See"
                + " --kube-context, --kube-namespace and --port-forward-port.");
  }

  @Test
  void aTakenPortIsKubectlsComplaintToo() throws Exception {
    Path kubectl = kubectl("printf 80", "echo 'unable to listen on port 4245' >&2; exit 1");
    assertThat(complaint(through(kubectl, 4245))).contains("unable to listen on port 4245");
  }

  @Test
  void withoutKubectlOneSentenceSaysWhatToDo() {
    assertThat(complaint(through(folder.resolve("none"), 0)))
        .startsWith("--port-forward: cannot run " + folder.resolve("none"))
        .endsWith(
            "Install kubectl and put it on the PATH, or name a server with --server HOST:PORT.")
        .doesNotContain("\n");
  }

  /** A forward to nowhere must not leave kubectl behind. */
  @Test
  void kubectlEndsWhenTheConnectionFails() throws Exception {
    Path kubectl =
        kubectl(
            "printf 80",
            "echo Forwarding from 127.0.0.1:1 '->' 4245; echo $$ > %s/pid; exec sleep 600"
                .formatted(folder));
    assertThat(complaint(through(kubectl, 0))).startsWith("Cannot reach 127.0.0.1:1");
    Path pid = folder.resolve("pid");
    await().until(() -> Files.exists(pid) && Files.readString(pid).endsWith("\n"));
    long number = Long.parseLong(Files.readString(pid).strip());
    await().until(() -> ProcessHandle.of(number).filter(ProcessHandle::isAlive).isEmpty());
  }
}
