package io.weir.cli.observe;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.weir.cli.connect.ConnectionException;
import io.weir.cli.connect.Link;
import io.weir.flowtext.Colors;
import io.weir.hubble.observer.ObserverGrpc;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A connection to an Observer API. */
public final class ObserverClient implements AutoCloseable {
  private final Link link;
  private final Duration requestTimeout;

  private ObserverClient(Link link, Duration requestTimeout) {
    this.link = link;
    this.requestTimeout = requestTimeout;
  }

  /**
   * Connects; warnings go to stderr.
   *
   * @throws CliException if that takes longer than the timeout or is refused
   */
  public static ObserverClient connect(ConnectionOptions options)
      throws CliException, InterruptedException {
    return connect(options, System.err);
  }

  /**
   * Connects.
   *
   * @param err where warnings go, and what {@code --debug} says
   * @throws CliException if that takes longer than the timeout or is refused
   */
  public static ObserverClient connect(ConnectionOptions options, PrintStream err)
      throws CliException, InterruptedException {
    try {
      return new ObserverClient(Link.open(options.connection(), err), options.requestTimeout);
    } catch (ConnectionException e) {
      throw new CliException(String.valueOf(e.getMessage()));
    }
  }

  /** The address that was connected to: as typed, or the local end of the port-forward. */
  public String server() {
    return link.server();
  }

  /** For streams: they have no deadline. */
  public ManagedChannel channel() {
    return link.channel();
  }

  /** For calls that are no streams: they end within {@code --request-timeout} from now. */
  public ObserverGrpc.ObserverBlockingStub observer() {
    return limited(ObserverGrpc.newBlockingStub(channel()));
  }

  /** The stub, its calls limited like those of {@link #observer}. */
  public <S extends AbstractStub<S>> S limited(S stub) {
    return stub.withDeadlineAfter(requestTimeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends running calls at once. */
  @Override
  public void close() {
    link.close();
  }

  /** The sentence for a failed call: Hubble's servers put all of it into UNKNOWN. */
  public static String sentence(StatusRuntimeException e) {
    Status status = e.getStatus();
    String description =
        status.getDescription() == null
            ? "no reason given"
            : Colors.escape(status.getDescription());
    return status.getCode() == Status.Code.UNKNOWN
        ? description
        : advised(status.getCode() + ": " + description, advice(status.getCode()));
  }

  /** Both as sentences, whether or not the server ended its own. */
  static String advised(String sentence, String advice) {
    if (advice.isEmpty()) {
      return sentence;
    }
    return sentence + (sentence.endsWith(".") ? " " : ". ") + advice;
  }

  /** What to do, where the server's own words leave that open. */
  private static String advice(Status.Code code) {
    return switch (code) {
      case DEADLINE_EXCEEDED -> "Allow more with --request-timeout DURATION.";
      case UNIMPLEMENTED ->
          "The server does not offer this: an agent knows no nodes, a relay no agent events."
              + " Choose another with --server HOST:PORT.";
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          "See --basic-auth-username and --tls-client-cert-file.";
      default -> "";
    };
  }
}
