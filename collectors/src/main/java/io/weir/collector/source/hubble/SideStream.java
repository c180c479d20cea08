package io.weir.collector.source.hubble;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.weir.collector.net.Failure;
import io.weir.hubble.observer.ExportEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agent events or debug events, followed beside the flows on the same connection.
 *
 * <p>States of a connection: <em>open</em>; <em>not offered</em>, after UNIMPLEMENTED, which is
 * what every hubble-relay answers: said once, and asked again with the next connection;
 * <em>ended</em>, after any other end: asked again after {@link #AGAIN}, while flows go on.
 * Confined to one thread.
 *
 * @param <Q> request
 * @param <R> response
 */
final class SideStream<Q, R> {
  /** Items remembered in the window of one stream; its part of a position is 8 KB. */
  static final int ITEMS_MAX = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(SideStream.class);
  private static final HashFunction HASH = Hashing.murmur3_128(0); // part of stored positions
  private static final Duration AGAIN = Duration.ofSeconds(10);

  /** Makes the request that follows from a time on; from now on without it. */
  interface Request<Q> extends Function<Optional<Long>, Q> {}

  private final String name;
  private final MethodDescriptor<Q, R> method;
  private final Request<Q> request;
  private final Function<R, ExportEvent> item;
  private final HubbleMetrics metrics;
  private @Nullable ItemStream<Q, R> stream;
  private boolean offered = true;
  private boolean said;
  private long endedNanos;

  /**
   * A stream that is not open.
   *
   * @param name for people, {@code agent events}
   */
  SideStream(
      String name,
      MethodDescriptor<Q, R> method,
      Request<Q> request,
      Function<R, ExportEvent> item,
      HubbleMetrics metrics) {
    this.name = name;
    this.method = method;
    this.request = request;
    this.item = item;
    this.metrics = metrics;
  }

  /**
   * A new connection: asks, whatever the last one answered.
   *
   * @param elseNs where to begin when nothing is remembered; empty for now
   */
  void open(Channel channel, SeenWindow window, Optional<Long> elseNs) {
    offered = true;
    ask(channel, window, elseNs);
  }

  private void ask(Channel channel, SeenWindow window, Optional<Long> elseNs) {
    window.expectAgain();
    Optional<Long> since = window.isEmpty() ? elseNs : Optional.of(window.sinceNs());
    ItemStream<Q, R> fresh = new ItemStream<>();
    fresh.open(channel, method, request.apply(since));
    stream = fresh;
  }

  /** The next item that did not come before, without waiting. */
  Optional<ExportEvent> poll(Channel channel, SeenWindow window, Optional<Long> elseNs)
      throws InterruptedException {
    ItemStream<Q, R> open = stream;
    if (open == null) {
      if (offered && System.nanoTime() - endedNanos >= AGAIN.toNanos()) {
        ask(channel, window, elseNs);
      }
      return Optional.empty();
    }
    Optional<R> next = open.poll(Duration.ZERO);
    while (next.isPresent()) {
      ExportEvent event = item.apply(next.get());
      Optional<Long> timeNs = HubbleEvents.timeNs(event);
      if (timeNs.isEmpty()
          || window.take(timeNs.get(), HASH.hashBytes(event.toByteArray()).asLong())) {
        return Optional.of(event);
      }
      metrics.item("repeated");
      next = open.poll(Duration.ZERO);
    }
    open.end().ifPresent(this::ended);
    return Optional.empty();
  }

  private void ended(Status status) {
    stream = null;
    endedNanos = System.nanoTime();
    offered = status.getCode() != Status.Code.UNIMPLEMENTED;
    if (!offered && !said) {
      said = true;
      LOG.info("This Hubble offers no {} (a hubble-relay never does); flows are followed.", name);
    } else if (offered) {
      Failure failure = Failure.of(status);
      metrics.ended(failure.kind());
      LOG.warn("The stream of {} ended, it is tried again. cause=\"{}\"", name, failure.text());
    }
  }

  /** The connection is given up. */
  void cancel() {
    if (stream != null) {
      stream.cancel();
      stream = null;
    }
  }
}
