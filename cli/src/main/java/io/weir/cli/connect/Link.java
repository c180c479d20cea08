package io.weir.cli.connect;

import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import io.weir.collector.net.Address;
import io.weir.collector.net.Channels;
import io.weir.collector.net.Failure;
import java.io.FileNotFoundException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** An open connection to an Observer API, and the port-forward below it if there is one. */
public final class Link implements AutoCloseable {
  /** Kept, since java.util.logging forgets settings of loggers that nobody holds. */
  private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

  static {
    GRPC_LOG.setLevel(Level.SEVERE); // it would explain on stderr what we say in one sentence
  }

  /** Flows are small, but a list of all nodes or namespaces of a large cluster is one message. */
  private static final int MESSAGE_BYTES_MAX = 64 << 20;

  /** How Netty's native transport begins the message of a failed system call. */
  private static final Pattern SYSTEM_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

  private static final Duration EXPLANATION_MAX = Duration.ofSeconds(1);

  /** Ending takes some milliseconds; no command shall hang on a channel that does not end. */
  private static final Duration END_MAX = Duration.ofSeconds(2);

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final String server;
  private final ManagedChannel channel;
  private final NetworkThread network;
  private final Optional<PortForward> forward;

  private Link(
      String server, ManagedChannel channel, NetworkThread network, Optional<PortForward> forward) {
    this.server = server;
    this.channel = channel;
    this.network = network;
    this.forward = forward;
  }

  /**
   * Connects, and waits until the connection stands.
   *
   * @param err where warnings go, and what {@code --debug} says
   * @throws ConnectionException if it does not within the timeout, or cannot
   */
  public static Link open(Connection connection, PrintStream err)
      throws ConnectionException, InterruptedException {
    Debug debug = new Debug(err, connection.debug());
    Optional<PortForward> forward = Optional.empty();
    String server = connection.server();
    try {
      if (connection.forward().isPresent()) {
        long start = System.nanoTime();
        forward = Optional.of(PortForward.start(connection.forward().get()));
        server = forward.get().server();
        debug.say("kubectl forwards %s after %d ms".formatted(server, Debug.millisSince(start)));
      }
      return dial(server, connection, forward, debug, err);
    } catch (ConnectionException | InterruptedException e) {
      forward.ifPresent(PortForward::close);
      throw e;
    }
  }

  private static Link dial(
      String server,
      Connection connection,
      Optional<PortForward> forward,
      Debug debug,
      PrintStream err)
      throws ConnectionException, InterruptedException {
    Address address =
        Address.parse(server)
            .orElseThrow(
                () ->
                    new ConnectionException(
                        "--server: " + server + " (expected: " + Address.RULE + ")"));
    boolean encrypted = connection.tls().encrypts(address);
    if (connection.user().isPresent() && !encrypted) {
      throw new ConnectionException(
          "--basic-auth-password: refused without TLS, everybody on the way could read it. Add --tls, or take --server tls://HOST:PORT.");
    }
    debug.say(
        "connecting to %s, %s%s%s"
            .formatted(
                server,
                encrypted ? "TLS" : "plaintext",
                connection.tls().serverName().map(name -> ", server name " + name).orElse(""),
                connection.user().map(user -> ", as " + user.username()).orElse("")));
    ManagedChannelBuilder<?> builder = builder(address, connection.tls());
    NetworkThread network = new NetworkThread();
    network.serve(builder, address);
    Link link =
        new Link(
            server,
            builder
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .intercept(interceptors(connection, debug, err))
                .build(),
            network,
            forward);
    long start = System.nanoTime();
    try {
      link.awaitReady(server, connection.timeout());
    } catch (ConnectionException | InterruptedException e) {
      link.hangUp();
      throw e;
    }
    debug.say("connected after " + Debug.millisSince(start) + " ms");
    return link;
  }

  private static ManagedChannelBuilder<?> builder(Address address, TlsFiles tls)
      throws ConnectionException {
    try {
      return Channels.builder(address, tls.credentials(address), tls.serverName());
    } catch (IllegalArgumentException e) {
      // Certificates were looked at before: it is the key.
      throw new ConnectionException(
          "--tls-client-key-file: %s (expected: the certificate's private key, PEM, PKCS #8, without password; %s)"
              .formatted(tls.keyFile().map(Path::toString).orElse("none"), e.getMessage()));
    }
  }

  private static List<ClientInterceptor> interceptors(
      Connection connection, Debug debug, PrintStream err) {
    List<ClientInterceptor> interceptors = new ArrayList<>();
    connection
        .user()
        .ifPresent(
            user -> {
              Metadata headers = new Metadata();
              headers.put(AUTHORIZATION, user.header());
              interceptors.add(MetadataUtils.newAttachHeadersInterceptor(headers));
            });
    interceptors.add(new VersionNotice(text -> err.println("warning: " + text)));
    interceptors.add(debug);
    return interceptors;
  }

  private void awaitReady(String server, Duration timeout)
      throws ConnectionException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    ConnectivityState state = channel.getState(true);
    while (state != ConnectivityState.READY) {
      if (state == ConnectivityState.TRANSIENT_FAILURE) {
        throw unreachable(server, why());
      }
      long left = deadline - System.nanoTime();
      CountDownLatch changed = new CountDownLatch(1);
      channel.notifyWhenStateChanged(state, changed::countDown);
      if (left <= 0 || !changed.await(left, TimeUnit.NANOSECONDS)) {
        throw unreachable(
            server,
            "no connection within " + timeout.toMillis() + " ms, --timeout DURATION allows more");
      }
      state = channel.getState(true);
    }
  }

  /**
   * The channel keeps the reason to itself, but a call that does not want to wait is told. Nothing
   * is sent: there is no connection.
   */
  private String why() {
    try {
      var answer =
          HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(EXPLANATION_MAX.toMillis(), TimeUnit.MILLISECONDS)
              .check(HealthCheckRequest.getDefaultInstance());
      return "it was away, and now is " + answer.getStatus();
    } catch (StatusRuntimeException e) {
      Failure failure = Failure.of(e.getStatus());
      if (failure.cause().equals(FileNotFoundException.class.getName())) {
        return "there is no such socket"; // Netty gives it no message
      }
      return failure.kind().equals("tls")
          ? failure.cause()
              + " (TLS; see --tls-ca-cert-files, --tls-server-name and --tls-client-cert-file)"
          : SYSTEM_CALL.matcher(failure.cause()).replaceFirst("");
    }
  }

  private static ConnectionException unreachable(String server, String why) {
    return new ConnectionException(
        "Cannot reach "
            + server
            + ": "
            + why
            + ". Start the relay with `weir up`, name another with --server HOST:PORT,"
            + " or take --port-forward for hubble-relay in Kubernetes.");
  }

  /** Where it leads: the address as typed, or the local end of the port-forward. */
  public String server() {
    return server;
  }

  /** For stubs. */
  public ManagedChannel channel() {
    return channel;
  }

  /** Ends running calls at once, then the port-forward. */
  @Override
  public void close() {
    hangUp();
    forward.ifPresent(PortForward::close);
  }

  /**
   * The thread goes last: a channel that still has something to do on it would panic in the log.
   */
  private void hangUp() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(END_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    network.close();
  }
}
