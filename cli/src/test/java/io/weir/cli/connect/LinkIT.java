package io.weir.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.weir.collector.net.TestCertificates;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.hubble.observer.ServerStatusRequest;
import io.weir.hubble.observer.ServerStatusResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to a server, with real handshakes and real sockets. */
class LinkIT {
  @TempDir private static Path folder;
  private static TestCertificates cluster;
  private static TestCertificates stranger;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void makeCertificates() throws Exception {
    cluster =
        new TestCertificates(folder.resolve("cluster"), "cluster")
            .sign("local", "dns:localhost,ip:127.0.0.1")
            .sign("relay", "dns:ui.hubble-relay.cilium.io")
            .sign("me", "dns:me");
    stranger = new TestCertificates(folder.resolve("stranger"), "stranger").sign("me", "dns:me");
  }

  private static ServerCredentials certified(String name) throws IOException {
    return TlsServerCredentials.create(cluster.cert(name).toFile(), cluster.key(name).toFile());
  }

  private static ServerCredentials mutual() throws IOException {
    return TlsServerCredentials.newBuilder()
        .keyManager(cluster.cert("local").toFile(), cluster.key("local").toFile())
        .trustManager(cluster.ca().toFile())
        .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
        .build();
  }

  private static Connection to(String server, TlsFiles tls) {
    return to(server, tls, Optional.empty(), false);
  }

  private static Connection to(
      String server, TlsFiles tls, Optional<BasicAuth> user, boolean debug) {
    return new Connection(
        server, Duration.ofSeconds(10), Duration.ofSeconds(10), tls, user, Optional.empty(), debug);
  }

  private static TlsFiles trusting(Path... authorities) {
    return new TlsFiles(
        true, false, List.of(authorities), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static TlsFiles presenting(TestCertificates signer) {
    return new TlsFiles(
        false, // a client certificate implies TLS
        false,
        List.of(cluster.ca()),
        Optional.of(signer.cert("me")),
        Optional.of(signer.key("me")),
        Optional.empty());
  }

  private ServerStatusResponse ask(Connection connection) throws Exception {
    try (Link link = Link.open(connection, new PrintStream(err, true, StandardCharsets.UTF_8))) {
      return ObserverGrpc.newBlockingStub(link.channel())
          .serverStatus(ServerStatusRequest.getDefaultInstance());
    }
  }

  private String complaint(Connection connection) {
    try {
      return "answered: " + ask(connection);
    } catch (Exception e) {
      assertThat(e).isInstanceOf(ConnectionException.class);
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void plaintextByName() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      server.status = ServerStatusResponse.newBuilder().setNumFlows(7).build();
      assertThat(ask(to("localhost:" + server.port(), TlsFiles.NONE)).getNumFlows()).isEqualTo(7);
      assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }
  }

  /** A JVM that exits waits for threads in native code. */
  @Test
  void itsNetworkThreadEndsWithIt() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      server.status = ServerStatusResponse.getDefaultInstance();
      assertThat(ask(to(server.address(), TlsFiles.NONE))).isNotNull();
      complaint(to("127.0.0.1:1", TlsFiles.NONE));
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("weir-network"));
  }

  @Test
  void aUnixSocketByItsPath() throws Exception {
    assertThat(Epoll.isAvailable()).as("Linux's sockets").isTrue();
    Path socket = Files.createTempDirectory("weir").resolve("hubble.sock");
    EpollEventLoopGroup threads = new EpollEventLoopGroup(1);
    try (ScriptedServer server =
        new ScriptedServer(
            NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(threads)
                .workerEventLoopGroup(threads))) {
      server.status = ServerStatusResponse.newBuilder().setNumFlows(8).build();
      assertThat(ask(to("unix://" + socket, TlsFiles.NONE)).getNumFlows()).isEqualTo(8);
    } finally {
      assertThat(threads.shutdownGracefully().await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void tlsWithAnAuthorityOfOnesOwn() throws Exception {
    try (ScriptedServer server = new ScriptedServer(certified("local"))) {
      assertThat(ask(to(server.address(), trusting(cluster.ca())))).isNotNull();
      // Several files: one of them has it.
      assertThat(ask(to(server.address(), trusting(stranger.ca(), cluster.ca())))).isNotNull();
    }
  }

  /** tls:// is --tls; authorities alone are not. */
  @Test
  void theAddressTurnsTlsOnAndAuthoritiesDoNot() throws Exception {
    TlsFiles onlyAuthorities =
        new TlsFiles(
            false,
            false,
            List.of(cluster.ca()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    try (ScriptedServer server = new ScriptedServer(certified("local"))) {
      assertThat(ask(to("tls://" + server.address(), onlyAuthorities))).isNotNull();
    }
    try (ScriptedServer server = new ScriptedServer()) {
      assertThat(ask(to(server.address(), onlyAuthorities))).isNotNull();
    }
  }

  @Test
  void aForeignAuthorityIsRefusedWithTheFlagsToLookAt() throws Exception {
    try (ScriptedServer server = new ScriptedServer(certified("local"))) {
      assertThat(complaint(to(server.address(), trusting(stranger.ca()))))
          .startsWith("Cannot reach " + server.address() + ": ")
          .contains("--tls-ca-cert-files");
    }
  }

  @Test
  void aNameThatTheCertificateDoesNotCarryIsRefusedUnlessItIsGiven() throws Exception {
    try (ScriptedServer server = new ScriptedServer(certified("relay"))) {
      assertThat(complaint(to(server.address(), trusting(cluster.ca()))))
          .contains("--tls-server-name");
      TlsFiles named =
          new TlsFiles(
              true,
              false,
              List.of(cluster.ca()),
              Optional.empty(),
              Optional.empty(),
              Optional.of("ui.hubble-relay.cilium.io"));
      assertThat(ask(to(server.address(), named))).isNotNull();
    }
  }

  @Test
  void insecureAcceptsAnyCertificateUnderAnyName() throws Exception {
    TlsFiles insecure =
        new TlsFiles(true, true, List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    try (ScriptedServer server = new ScriptedServer(certified("relay"))) {
      assertThat(ask(to(server.address(), insecure))).isNotNull();
    }
  }

  @Test
  void aClientCertificateIsPresentedAndImpliesTls() throws Exception {
    try (ScriptedServer server = new ScriptedServer(mutual())) {
      assertThat(ask(to(server.address(), presenting(cluster)))).isNotNull();
      assertThatThrownBy(() -> ask(to(server.address(), presenting(stranger))));
      assertThatThrownBy(() -> ask(to(server.address(), trusting(cluster.ca()))));
    }
  }

  @Test
  void filesThatAreMissingOrSomethingElseAreNamed() throws Exception {
    Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");
    assertThat(complaint(to("localhost:1", trusting(folder.resolve("none.pem")))))
        .isEqualTo(
            "--tls-ca-cert-files: "
                + folder.resolve("none.pem")
                + " (expected: a file that exists)");
    assertThat(complaint(to("localhost:1", trusting(text))))
        .isEqualTo("--tls-ca-cert-files: " + text + " (expected: PEM certificates)");
    TlsFiles noKey =
        new TlsFiles(
            true,
            false,
            List.of(),
            Optional.of(cluster.cert("me")),
            Optional.empty(),
            Optional.empty());
    assertThat(complaint(to("localhost:1", noKey)))
        .startsWith("--tls-client-key-file: missing (expected: both");
    TlsFiles wrongKey =
        new TlsFiles(
            true,
            false,
            List.of(),
            Optional.of(cluster.cert("me")),
            Optional.of(text),
            Optional.empty());
    assertThat(complaint(to("localhost:1", wrongKey))).startsWith("--tls-client-key-file: ");
  }

  @Test
  void nameAndPasswordGoWithEveryCallAndNeverWithoutTls() throws Exception {
    Optional<BasicAuth> user = BasicAuth.of("anna", "s3cret");
    try (ScriptedServer server = new ScriptedServer(certified("local"))) {
      ask(to(server.address(), trusting(cluster.ca()), user, false));
      assertThat(server.headers)
          .extracting(
              headers ->
                  headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)))
          .containsExactly("Basic YW5uYTpzM2NyZXQ=");
    }
    try (ScriptedServer server = new ScriptedServer()) {
      assertThat(complaint(to(server.address(), TlsFiles.NONE, user, false)))
          .startsWith("--basic-auth-password: refused without TLS")
          .doesNotContain("s3cret");
      assertThat(server.headers).isEmpty();
    }
  }

  @Test
  void halfOfAUserIsRefused() {
    assertThatThrownBy(() -> BasicAuth.of("anna", ""))
        .isInstanceOf(ConnectionException.class)
        .hasMessageStartingWith("--basic-auth-password: missing");
    assertThatThrownBy(() -> BasicAuth.of("", "s3cret"))
        .isInstanceOf(ConnectionException.class)
        .hasMessageStartingWith("--basic-auth-username: missing");
  }

  @Test
  void nobodyThereIsOneSentenceWithTheWaysOut() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(complaint(to("127.0.0.1:" + free, TlsFiles.NONE)))
        .isEqualTo(
            "Cannot reach 127.0.0.1:"
                + free
                + ": Connection refused. Start the relay with `weir up`, name another with --server HOST:PORT, or take"
                + " --port-forward for hubble-relay in Kubernetes.");
    assertThat(complaint(to("unix://" + folder.resolve("none.sock"), TlsFiles.NONE)))
        .startsWith(
            "Cannot reach unix://" + folder.resolve("none.sock") + ": there is no such socket. ");
  }

  /**
   * If its thread ended first, gRPC would panic in the log, for everyone at the terminal to read.
   */
  @Test
  void theChannelIsDoneBeforeItsThreadEnds() throws Exception {
    Logger log = Logger.getLogger("io.grpc");
    Panics panics = new Panics();
    log.addHandler(panics);
    try {
      for (int attempt = 0; attempt < 500; attempt++) {
        complaint(to("127.0.0.1:1", TlsFiles.NONE));
      }
    } finally {
      log.removeHandler(panics);
    }
    assertThat(panics.seen).isEmpty();
  }

  private static final class Panics extends Handler {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord entry) {
      seen.add(entry.getMessage() + " " + entry.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** Somebody accepts the connection and says nothing, as a port of another protocol may. */
  @Test
  void silenceEndsWithTheTimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Connection connection =
          new Connection(
              "127.0.0.1:" + silent.getLocalPort(),
              Duration.ofMillis(300),
              Duration.ofSeconds(10),
              TlsFiles.NONE,
              Optional.empty(),
              Optional.empty(),
              false);
      assertThat(complaint(connection)).contains("no connection within 300 ms", "--timeout");
    }
  }

  @Test
  void debugTellsTheAddressTheHeadersAndTheTimesButNoPassword() throws Exception {
    try (ScriptedServer server = new ScriptedServer(certified("local"))) {
      server.relayVersion = Optional.of("1.19.4");
      ask(to(server.address(), trusting(cluster.ca()), BasicAuth.of("anna", "s3cret"), true));
      assertThat(err.toString(StandardCharsets.UTF_8).lines())
          .allSatisfy(line -> assertThat(line).startsWith("debug: "))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .isEqualTo("debug: connecting to " + server.address() + ", TLS, as anna"))
          .anySatisfy(line -> assertThat(line).matches("debug: connected after \\d+ ms"))
          .anySatisfy(line -> assertThat(line).contains("hubble-relay-version=1.19.4"))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .matches(
                          "debug: observer.Observer/ServerStatus: OK after \\d+ ms, 1 messages"));
      assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("s3cret", "YW5u");
    }
  }

  @Test
  void anOlderServerIsWarnedOfOnce() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        Link link =
            Link.open(
                to(server.address(), TlsFiles.NONE),
                new PrintStream(err, true, StandardCharsets.UTF_8))) {
      server.relayVersion = Optional.of("1.17.2");
      for (int i = 0; i < 2; i++) {
        ObserverGrpc.newBlockingStub(link.channel())
            .serverStatus(ServerStatusRequest.getDefaultInstance());
      }
      assertThat(err.toString(StandardCharsets.UTF_8))
          .startsWith("warning: The server speaks Hubble 1.17")
          .hasLineCount(1);
    }
  }
}
