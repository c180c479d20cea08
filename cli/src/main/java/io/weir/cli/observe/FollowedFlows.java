package io.weir.cli.observe;

import io.grpc.StatusRuntimeException;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Follows through breaks of the connection: connects again, ever more slowly, and goes on where the
 * answers ended, without a gap and without saying anything twice. How far that holds is said by
 * {@link Resumption}.
 */
final class FollowedFlows implements FlowSource {
  private static final Duration BACKOFF_MIN = Duration.ofMillis(250);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(10);

  /** Connects and asks. */
  interface Connector {
    FlowSource ask(GetFlowsRequest request) throws CliException, InterruptedException;
  }

  /** Waits between attempts. */
  interface Pause {
    void await(Duration duration) throws InterruptedException;
  }

  private final Connector connector;
  private final Pause pause;
  private final String server;
  private final PrintStream err;
  private final Resumption resumption;
  private FlowSource current;
  private GetFlowsResponse next = GetFlowsResponse.getDefaultInstance();
  private Duration backoff = BACKOFF_MIN;
  private boolean answered;

  private FollowedFlows(
      Connector connector,
      Pause pause,
      String server,
      PrintStream err,
      Resumption resumption,
      FlowSource current) {
    this.connector = connector;
    this.pause = pause;
    this.server = server;
    this.err = err;
    this.resumption = resumption;
    this.current = current;
  }

  /**
   * Connects and asks for the first time; that this fails is for the caller to tell.
   *
   * @param server as people call it
   * @param err where breaks are told
   */
  static FollowedFlows start(
      Connector connector, Pause pause, String server, PrintStream err, Resumption resumption)
      throws CliException, InterruptedException {
    FlowSource first = connector.ask(resumption.request());
    return new FollowedFlows(connector, pause, server, err, resumption, first);
  }

  @Override
  public boolean hasNext() throws CliException, InterruptedException {
    while (true) {
      try {
        if (!current.hasNext()) {
          return false;
        }
        next = current.next();
        answered = true;
        backoff = BACKOFF_MIN;
        if (resumption.isNew(next)) {
          return true;
        }
      } catch (StatusRuntimeException e) {
        if (!isBreak(e)) {
          throw e;
        }
        reconnect(ObserverClient.sentence(e));
      }
    }
  }

  /**
   * Whether asking again may help. A server that never answered and fails inside is not asked
   * again: it would fail again.
   */
  private boolean isBreak(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      case UNAVAILABLE, ABORTED, CANCELLED -> true;
      case INTERNAL, UNKNOWN -> answered;
      default -> false;
    };
  }

  private void reconnect(String reason) throws InterruptedException {
    current.close();
    err.println(
        "weir observe: Lost the connection to " + server + ": " + reason + "; connecting again");
    while (true) {
      pause.await(backoff);
      backoff =
          backoff.compareTo(BACKOFF_MAX.dividedBy(2)) < 0 ? backoff.multipliedBy(2) : BACKOFF_MAX;
      try {
        current = connector.ask(resumption.resume());
        err.println("weir observe: Connected again to " + server);
        return;
      } catch (CliException e) {
        // Not there yet, as was said.
      }
    }
  }

  @Override
  public GetFlowsResponse next() {
    return next;
  }

  @Override
  public void close() {
    current.close();
  }
}
