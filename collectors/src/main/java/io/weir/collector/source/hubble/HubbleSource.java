package io.weir.collector.source.hubble;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import com.google.protobuf.util.Timestamps;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.weir.collector.net.Backoff;
import io.weir.collector.net.Channels;
import io.weir.collector.net.Failure;
import io.weir.collector.source.EventSink;
import io.weir.collector.source.Source;
import io.weir.event.v1.Loss;
import io.weir.hubble.observer.ExportEvent;
import io.weir.hubble.observer.GetAgentEventsRequest;
import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.GetDebugEventsRequest;
import io.weir.hubble.observer.GetDebugEventsResponse;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.ingest.v1.Event;
import io.weir.runtime.Readiness;
import io.weir.runtime.StartException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flows from a Cilium agent or hubble-relay, followed for as long as the collector runs; agent and
 * debug events, too, where the server offers them ({@link SideStream}).
 *
 * <p>Each new stream begins {@code overlap} before the newest event, because relays give events
 * only roughly in order, and {@link SeenWindow} leaves out what came before; its memory is the
 * position. What Hubble says it lost is passed on word for word, as are changes of nodes. If
 * nothing that was expected comes again, Hubble's ring was overwritten in between: that becomes a
 * {@code Loss} whose count is 0, since nobody knows it, with the time span.
 */
public final class HubbleSource implements Source {
  /** Its name in events, metrics and positions. */
  public static final String NAME = "hubble";

  private static final Logger LOG = LoggerFactory.getLogger(HubbleSource.class);
  private static final HashFunction HASH = Hashing.murmur3_128(0); // part of stored positions
  private static final int MESSAGE_BYTES_MAX = 16 << 20;
  private static final int BATCH_EVENTS_MAX = 500;
  private static final int BATCH_BYTES_MAX = 1 << 20;
  private static final Duration BATCH_WAIT = Duration.ofMillis(200);

  private final HubbleConfig config;
  private final InstantSource clock;
  private final HubbleMetrics metrics;
  private final Backoff backoff;
  private final SideStream<GetAgentEventsRequest, GetAgentEventsResponse> agentEvents;
  private final SideStream<GetDebugEventsRequest, GetDebugEventsResponse> debugEvents;
  private final Thread thread = new Thread(this::run, "weir-" + NAME);

  // Set by start, then confined to the thread.
  private @Nullable EventSink sink;
  private @Nullable ManagedChannel channel;
  private Windows windows;
  private Optional<Instant> firstSince = Optional.empty();
  private final List<Event> batch = new ArrayList<>();
  private long batchBytes;
  private long batchSince;
  private boolean gapChecked;

  private volatile boolean stopped;
  private volatile Readiness readiness;

  /**
   * A source that does nothing yet.
   *
   * @param random spreads the pauses between attempts
   */
  public HubbleSource(
      HubbleConfig config, InstantSource clock, HubbleMetrics metrics, RandomGenerator random) {
    this.config = config;
    this.clock = clock;
    this.metrics = metrics;
    this.backoff = new Backoff(config.backoffMin(), config.backoffMax(), random);
    this.windows = Windows.empty(config.overlap().toNanos());
    this.agentEvents =
        new SideStream<>(
            "agent events",
            ObserverGrpc.getGetAgentEventsMethod(),
            HubbleSource::agentEventsRequest,
            HubbleEvents::item,
            metrics);
    this.debugEvents =
        new SideStream<>(
            "debug events",
            ObserverGrpc.getGetDebugEventsMethod(),
            HubbleSource::debugEventsRequest,
            HubbleEvents::item,
            metrics);
    this.readiness = Readiness.notReady("Hubble at " + config.address() + " has not answered yet.");
    this.thread.setDaemon(true);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(EventSink eventSink, Optional<String> position) throws StartException {
    sink = eventSink;
    channel = Channels.open(config.address(), config.tls(), MESSAGE_BYTES_MAX);
    long overlapNs = config.overlap().toNanos();
    Optional<Windows> known = position.flatMap(text -> Windows.decode(text, overlapNs));
    if (known.isEmpty() && position.isPresent()) {
      LOG.warn("Hubble is followed from now on: the stored position is of another version.");
    }
    known.ifPresent(stored -> windows = stored);
    if (!config.history().isZero()) {
      firstSince = Optional.of(clock.instant().minus(config.history()));
    }
    thread.start();
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  private void run() {
    while (!stopped) {
      try {
        stream();
      } catch (InterruptedException e) {
        return; // close
      } catch (RuntimeException e) {
        LOG.error("Following Hubble failed, it is tried again. address={}", config.address(), e);
        readiness = Readiness.notReady("Following Hubble failed: " + e);
      }
      metrics.connected(false);
      try {
        Thread.sleep(backoff.next().toMillis());
      } catch (InterruptedException e) {
        return; // close
      }
    }
  }

  private void stream() throws InterruptedException {
    channel.resetConnectBackoff(); // the pauses are ours
    SeenWindow window = windows.flows();
    window.expectAgain();
    gapChecked = window.isEmpty() || window.expected() == 0;
    metrics.opened();
    Instant opened = clock.instant();
    ItemStream<GetFlowsRequest, GetFlowsResponse> stream = new ItemStream<>();
    stream.open(channel, ObserverGrpc.getGetFlowsMethod(), request());
    agentEvents.open(channel, windows.agentEvents(), sinceNs());
    debugEvents.open(channel, windows.debugEvents(), sinceNs());
    try {
      while (!stopped && stream.end().isEmpty()) {
        stream.poll(BATCH_WAIT).ifPresent(this::take);
        takeBeside(agentEvents, windows.agentEvents());
        takeBeside(debugEvents, windows.debugEvents());
        boolean waited = System.nanoTime() - batchSince >= BATCH_WAIT.toNanos();
        if (batch.size() >= BATCH_EVENTS_MAX || batchBytes >= BATCH_BYTES_MAX || waited) {
          flush();
        }
        if (!readiness.ready() && channel.getState(false) == ConnectivityState.READY) {
          connected(opened);
        }
      }
      flush();
    } finally {
      stream.end().ifPresentOrElse(this::ended, stream::cancel);
      agentEvents.cancel();
      debugEvents.cancel();
    }
  }

  /** Bounded, so that debug events hold up no flow. */
  private void takeBeside(SideStream<?, ?> side, SeenWindow seen) throws InterruptedException {
    for (int taken = 0; taken < BATCH_EVENTS_MAX; taken++) {
      Optional<ExportEvent> item = side.poll(channel, seen, sinceNs());
      if (item.isEmpty()) {
        return;
      }
      metrics.item(HubbleEvents.kind(item.get()));
      HubbleEvents.event(NAME, item.get(), nanos(clock.instant())).ifPresent(this::add);
    }
  }

  /** Where a stream of flows begins; empty for now. */
  private Optional<Long> sinceNs() {
    return windows.flows().isEmpty()
        ? firstSince.map(HubbleSource::nanos)
        : Optional.of(windows.flows().sinceNs());
  }

  private GetFlowsRequest request() {
    GetFlowsRequest.Builder request = GetFlowsRequest.newBuilder().setFollow(true);
    sinceNs().ifPresent(since -> request.setSince(Timestamps.fromNanos(since)));
    return request.build();
  }

  private static GetAgentEventsRequest agentEventsRequest(Optional<Long> sinceNs) {
    GetAgentEventsRequest.Builder request = GetAgentEventsRequest.newBuilder().setFollow(true);
    sinceNs.ifPresent(since -> request.setSince(Timestamps.fromNanos(since)));
    return request.build();
  }

  private static GetDebugEventsRequest debugEventsRequest(Optional<Long> sinceNs) {
    GetDebugEventsRequest.Builder request = GetDebugEventsRequest.newBuilder().setFollow(true);
    sinceNs.ifPresent(since -> request.setSince(Timestamps.fromNanos(since)));
    return request.build();
  }

  private void connected(Instant opened) {
    LOG.info("Hubble is connected. address={}", config.address());
    readiness = Readiness.READY;
    metrics.connected(true);
    if (firstSince.isEmpty()) {
      // Should it break before any event: the next stream covers the time since.
      firstSince = Optional.of(opened.minus(config.overlap()));
    }
  }

  private void ended(Status status) {
    Failure failure = Failure.of(status);
    metrics.ended(failure.kind());
    Readiness now =
        Readiness.notReady("Hubble at " + config.address() + " is gone: " + failure.text() + ".");
    if (!now.equals(readiness)) { // once for each reason
      LOG.warn(
          "Hubble is gone, it is tried again. address={} cause=\"{}\"",
          config.address(),
          failure.text());
    }
    readiness = now;
  }

  private void take(GetFlowsResponse response) {
    backoff.reset();
    ExportEvent item = HubbleEvents.item(response);
    long nowNs = nanos(clock.instant());
    Optional<Event> event = HubbleEvents.event(NAME, item, nowNs);
    if (event.isEmpty()) {
      metrics.item("unknown");
      return;
    }
    Optional<Long> timeNs = HubbleEvents.timeNs(item);
    boolean replayed = timeNs.isPresent() && !item.hasNodeStatus();
    if (replayed) {
      SeenWindow window = windows.flows();
      int expected = gapChecked ? 0 : window.expected();
      long newestNs = window.newestNs();
      if (!window.take(timeNs.get(), HASH.hashBytes(response.toByteArray()).asLong())) {
        gapChecked = true;
        metrics.item("repeated");
        return;
      }
      if (!gapChecked && expected > 0 && timeNs.get() > newestNs) {
        gapChecked = true;
        LOG.warn("Hubble forgot events before they were read. address={}", config.address());
        add(unknownLoss(newestNs, timeNs.get()));
      }
    }
    metrics.item(HubbleEvents.kind(item));
    add(event.get());
  }

  private static Event unknownLoss(long firstNs, long lastNs) {
    return Event.newBuilder()
        .setSource(NAME)
        .setObservedAtNs(lastNs)
        .setLoss(
            Loss.newBuilder()
                .setStage(NAME)
                .setReason("overrun")
                .setFirstNs(firstNs)
                .setLastNs(lastNs))
        .build();
  }

  private void add(Event event) {
    if (batch.isEmpty()) {
      batchSince = System.nanoTime();
    }
    batch.add(event);
    batchBytes += event.getSerializedSize();
  }

  private void flush() throws InterruptedException {
    if (!batch.isEmpty()) {
      sink.put(List.copyOf(batch), Optional.of(windows.encode()));
      batch.clear();
      batchBytes = 0;
    }
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (channel != null) {
      channel.shutdownNow();
    }
    readiness = Readiness.notReady("The source is closed.");
  }
}
