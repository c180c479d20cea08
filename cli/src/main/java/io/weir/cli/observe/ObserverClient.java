package io.weir.cli.observe;

import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A connection to an Observer API. */
final class ObserverClient implements AutoCloseable {
  private static final String TLS = "tls://";

  /** Kept, since java.util.logging forgets settings of loggers that nobody holds. */
  private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

  static {
    GRPC_LOG.setLevel(Level.WARNING); // it greets on stderr otherwise
  }

  private final ManagedChannel channel;

  private ObserverClient(ManagedChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects.
   *
   * @throws CliException if that takes longer than the timeout or is refused
   */
  static ObserverClient connect(ConnectionOptions options)
      throws CliException, InterruptedException {
    String server = options.server;
    if (server.startsWith("unix:")) {
      throw new CliException(
          "--server: " + server + " (expected: HOST:PORT; unix sockets are not supported)");
    }
    boolean tls = server.startsWith(TLS);
    ChannelCredentials credentials =
        tls ? TlsChannelCredentials.create() : InsecureChannelCredentials.create();
    String target = tls ? server.substring(TLS.length()) : server;
    ObserverClient client = new ObserverClient(channel(server, target, credentials));
    try {
      client.awaitReady(server, options.timeout);
    } catch (CliException | InterruptedException e) {
      client.close();
      throw e;
    }
    return client;
  }

  private static ManagedChannel channel(
      String server, String target, ChannelCredentials credentials) throws CliException {
    try {
      return Grpc.newChannelBuilder(target, credentials).build();
    } catch (IllegalArgumentException e) {
      throw new CliException("--server: " + server + " (expected: HOST:PORT)");
    }
  }

  private void awaitReady(String server, Duration timeout)
      throws CliException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    ConnectivityState state = channel.getState(true);
    while (state != ConnectivityState.READY) {
      long left = deadline - System.nanoTime();
      if (state == ConnectivityState.TRANSIENT_FAILURE || left <= 0) {
        throw new CliException(
            "Cannot reach "
                + server
                + ": "
                + (left <= 0 ? "no connection within " + timeout.toMillis() + " ms" : "refused")
                + ". Start the relay with `weir up`, or name another with --server HOST:PORT.");
      }
      CountDownLatch changed = new CountDownLatch(1);
      channel.notifyWhenStateChanged(state, changed::countDown);
      if (!changed.await(left, TimeUnit.NANOSECONDS)) {
        continue;
      }
      state = channel.getState(true);
    }
  }

  ManagedChannel channel() {
    return channel;
  }

  /** Ends running calls at once. */
  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** The sentence for a failed call: Hubble's servers put all of it into UNKNOWN. */
  static String sentence(StatusRuntimeException e) {
    Status status = e.getStatus();
    String description =
        status.getDescription() == null
            ? "no reason given"
            : Colors.escape(status.getDescription());
    return status.getCode() == Status.Code.UNKNOWN
        ? description
        : status.getCode() + ": " + description;
  }
}
