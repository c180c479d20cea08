package io.weir.relay.observe;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.weir.relay.observe.FlowSink.ClientGoneException;
import io.weir.storage.StoreException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what answers with a stream: each call in a thread of its own, which may wait while its
 * client is slow. Refuses calls beyond {@link StreamLimits}, and turns failures into gRPC's words.
 * Safe for use by several threads.
 */
final class StreamRunner {
  private static final Logger log = LoggerFactory.getLogger(StreamRunner.class);

  /** Sends all answers and returns. */
  @FunctionalInterface
  interface Body {
    void run() throws ClientGoneException, Seam.UnavailableException, InterruptedException;
  }

  private final StreamLimits limits;
  private final ObserveMetrics metrics;
  private final Executor threads;

  /** Running streams by client; clients without any are not in it. Guarded by this. */
  private final Map<String, Integer> byClient = new HashMap<>();

  private int running;

  /**
   * Starts nothing yet.
   *
   * @param threads gives each task a thread at once; this class limits their number
   */
  StreamRunner(StreamLimits limits, ObserveMetrics metrics, Executor threads) {
    this.limits = limits;
    this.metrics = metrics;
    this.threads = threads;
  }

  /** Runs {@code body}, or refuses the call. Returns at once. */
  void start(ServerCallStreamObserver<?> call, Body body) {
    String client = CallContext.client();
    String full = take(client);
    if (!full.isEmpty()) {
      metrics.refused("refused");
      call.onError(Status.RESOURCE_EXHAUSTED.withDescription(full).asRuntimeException());
      return;
    }
    metrics.streamStarted();
    try {
      threads.execute(() -> run(call, body, client));
    } catch (RejectedExecutionException e) {
      ended(client, "unavailable");
      fail(call, Status.UNAVAILABLE, new IllegalStateException("The relay is stopping.", e));
    } catch (OutOfMemoryError e) { // the system gives no more threads
      ended(client, "unavailable");
      fail(call, Status.UNAVAILABLE, new IllegalStateException("No thread is left: " + e, e));
    }
  }

  /** Empty when there was room; else why not. */
  private synchronized String take(String client) {
    int own = byClient.getOrDefault(client, 0);
    if (running >= limits.max()) {
      metrics.limited("streams");
      return "%d streams run already (expected: at most observe.streams.max=%d); end one or raise the limit"
          .formatted(running, limits.max());
    }
    if (own >= limits.perClientMax()) {
      metrics.limited("streams_per_client");
      return ("%d streams of %s run already (expected: at most observe.streams.per-client-max=%d); end one or"
              + " raise the limit")
          .formatted(own, client, limits.perClientMax());
    }
    running++;
    byClient.put(client, own + 1);
    return "";
  }

  private void ended(String client, String outcome) {
    synchronized (this) {
      running--;
      byClient.computeIfPresent(client, (name, own) -> own == 1 ? null : own - 1);
    }
    metrics.streamEnded(outcome);
  }

  private void run(ServerCallStreamObserver<?> call, Body body, String client) {
    String outcome = "error";
    try {
      body.run();
      outcome = call.isCancelled() ? "cancelled" : "ok";
      if (!call.isCancelled()) {
        call.onCompleted();
      }
    } catch (ClientGoneException e) {
      outcome = "cancelled";
    } catch (Seam.UnavailableException e) {
      outcome = call.isCancelled() ? "cancelled" : "unavailable";
      fail(call, Status.UNAVAILABLE, e);
    } catch (InterruptedException e) {
      outcome = "unavailable";
      fail(call, Status.UNAVAILABLE, new IllegalStateException("The relay is stopping.", e));
      Thread.currentThread().interrupt();
    } catch (StoreException e) {
      log.warn("Cannot answer a query because the archive cannot be read", e);
      fail(call, Status.UNAVAILABLE, e);
    } catch (RuntimeException e) {
      log.error("Cannot answer a query because of a bug", e);
      fail(call, Status.INTERNAL, e);
    } catch (Error e) {
      fail(call, Status.INTERNAL, new IllegalStateException(e.toString(), e));
      throw e;
    } finally {
      ended(client, outcome);
    }
  }

  /** Ends a call with the text of {@code cause}, if somebody is still there to read it. */
  static void fail(ServerCallStreamObserver<?> call, Status status, Exception cause) {
    if (!call.isCancelled()) {
      call.onError(
          status.withDescription(cause.getMessage()).withCause(cause).asRuntimeException());
    }
  }
}
