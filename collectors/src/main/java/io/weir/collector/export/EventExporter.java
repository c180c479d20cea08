package io.weir.collector.export;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.weir.collector.net.Backoff;
import io.weir.collector.net.Channels;
import io.weir.collector.net.Failure;
import io.weir.collector.spool.Spool;
import io.weir.collector.spool.SpooledBatch;
import io.weir.ingest.v1.Hello;
import io.weir.runtime.Readiness;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is in the spools to the relay, each spool oldest first and in order, and lets the
 * spools go of what the relay acknowledges.
 *
 * <p>One thread, one stream at a time. When a stream ends, everything that is not acknowledged is
 * sent again on the next one, after a pause that doubles until the relay acknowledges something.
 * Bounded by the relay's credit, by {@code in-flight-events-max}, and by gRPC's own readiness: what
 * the relay does not take stays in the spool.
 */
public final class EventExporter {
  private static final Logger LOG = LoggerFactory.getLogger(EventExporter.class);
  private static final int RESPONSE_BYTES_MAX = 1 << 20;
  private static final long GOODBYE_NS = TimeUnit.SECONDS.toNanos(2);
  private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(200);

  private final ExportConfig config;
  private final List<Spool> spools;
  private final Hello hello;
  private final Reports reports;
  private final ExportMetrics metrics;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Thread thread;

  private @Nullable ManagedChannel channel;
  private volatile boolean stopped;
  private volatile Readiness readiness;
  // Confined to the thread: whose turn it is, and the batch that waits to be sent.
  private int turn;
  private long reportedAt;
  private Optional<SpooledBatch> held = Optional.empty();

  /**
   * An exporter that is not running.
   *
   * @param spools read by this exporter alone
   * @param hello what every stream begins with
   * @param reports sent while the relay listens, and never kept: an old report is worth nothing
   * @param clock of this node, for the relay to compare with its own
   * @param random spreads the pauses between attempts
   */
  public EventExporter(
      ExportConfig config,
      List<Spool> spools,
      Hello hello,
      Reports reports,
      ExportMetrics metrics,
      InstantSource clock,
      RandomGenerator random) {
    this.config = config;
    this.spools = List.copyOf(spools);
    this.hello = hello;
    this.reports = reports;
    this.metrics = metrics;
    this.clock = clock;
    this.backoff = new Backoff(config.backoffMin(), config.backoffMax(), random);
    this.thread = new Thread(this::run, "weir-export");
    this.thread.setDaemon(true);
    this.readiness = Readiness.notReady("Relay " + config.relay() + " has not answered yet.");
  }

  /**
   * Starts sending; returns at once. An unreachable relay is not an error: events wait.
   *
   * @throws StartException if a TLS file cannot be read
   */
  public void start() throws StartException {
    channel = Channels.open(config.relay(), config.tls(), RESPONSE_BYTES_MAX);
    spools.forEach(spool -> spool.listener(this::wake));
    thread.start();
  }

  /** Whether the relay takes events at this moment. */
  public Readiness readiness() {
    return readiness;
  }

  private void wake() {
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!stopped) {
      boolean again = false;
      try {
        again = stream();
      } catch (IOException | RuntimeException e) {
        LOG.error("Sending failed, it is tried again. relay={}", config.relay(), e);
        readiness = Readiness.notReady("Cannot send to relay " + config.relay() + ": " + e);
      }
      metrics.connected(false);
      if (!again) {
        pause(backoff.next());
      }
    }
  }

  /** One stream from Hello to its end; true if the next one need not wait. */
  private boolean stream() throws IOException {
    channel.resetConnectBackoff(); // the pauses are ours
    held = Optional.empty();
    spools.forEach(Spool::rewind);
    metrics.opened();
    RelayStream stream = new RelayStream(channel, hello, clock, this::acked, this::wake);
    reportedAt = System.nanoTime() - reports.every().toNanos();
    try {
      while (!stopped && stream.end().isEmpty()) {
        if (stream.isGranted() && !readiness.ready()) {
          connected();
        }
        report(stream);
        if (!step(stream)) {
          if (isAtGap(stream) && stream.inFlight().events() == 0) {
            stream.finish();
            return true;
          }
          LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
        metrics.acked(stream.inFlight().events());
      }
      if (stopped) {
        sayGoodbye(stream);
      }
    } finally {
      if (stream.hasProgress()) {
        backoff.reset();
      }
      stream.end().ifPresentOrElse(this::ended, stream::cancel);
    }
    return false;
  }

  private void report(RelayStream stream) {
    long everyNs = reports.every().toNanos();
    if (everyNs > 0
        && System.nanoTime() - reportedAt >= everyNs
        && stream.takesReports()
        && stream.isReady()) {
      reportedAt = System.nanoTime();
      stream.send(reports.report(false));
      metrics.reported();
    }
  }

  /** Lets the relay know at once that this run is over, instead of after a silence. */
  private void sayGoodbye(RelayStream stream) {
    if (reports.every().isZero() || !stream.takesReports() || stream.end().isPresent()) {
      return;
    }
    stream.send(reports.report(true));
    metrics.reported();
    stream.finish();
    long end = System.nanoTime() + GOODBYE_NS;
    while (stream.end().isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private void connected() {
    LOG.info("Relay takes events. relay={}", config.relay());
    readiness = Readiness.READY;
    metrics.connected(true);
  }

  private void ended(Status status) {
    Failure failure = Failure.of(status);
    Readiness now =
        Readiness.notReady(
            "Relay " + config.relay() + " does not take events: " + failure.text() + ".");
    if (readiness.ready() && !stopped) { // once until it works again
      LOG.warn(
          "Relay is gone, events wait in the spool. relay={} cause=\"{}\"",
          config.relay(),
          failure.text());
    }
    readiness = now;
  }

  /** Sends one batch if there is one and it may be sent. */
  private boolean step(RelayStream stream) throws IOException {
    if (!stream.isReady()) {
      return false;
    }
    if (held.isEmpty()) {
      held = nextBatch(stream);
    }
    if (held.isEmpty() || isAtGap(stream)) {
      return false;
    }
    SpooledBatch batch = held.get();
    held = Optional.empty();
    stream.send(batch);
    metrics.sent(batch.count(), stream.inFlight().events());
    return true;
  }

  private boolean isAtGap(RelayStream stream) {
    return held.isPresent() && stream.inFlight().leavesGap(held.get());
  }

  private Optional<SpooledBatch> nextBatch(RelayStream stream) throws IOException {
    long room = config.inFlightEventsMax() - stream.inFlight().events();
    int most = (int) Math.min(config.batchEventsMax(), Math.min(stream.credit(), room));
    for (int i = 0; most > 0 && i < spools.size(); i++) {
      turn = (turn + 1) % spools.size();
      Optional<SpooledBatch> batch = spools.get(turn).next(most, (int) config.batchBytes());
      if (batch.isPresent()) {
        return batch;
      }
    }
    return Optional.empty();
  }

  private void acked(String run, long seq) {
    spools.forEach(spool -> spool.ack(run, seq));
  }

  private void pause(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    for (long left = pause.toNanos(); left > 0 && !stopped; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Events that wait for the relay's acknowledgement, in all spools. */
  public long queued() {
    return spools.stream().mapToLong(Spool::queued).sum();
  }

  /**
   * Stops. First waits until the relay holds everything that is in the spools, but at most {@code
   * drainTimeout}; the rest is sent after the next start.
   */
  public void close(Duration drainTimeout) {
    long end = System.nanoTime() + drainTimeout.toNanos();
    boolean interrupted = false;
    while (thread.isAlive() && queued() > 0 && System.nanoTime() < end && !interrupted) {
      interrupted = !sleep(Duration.ofMillis(10));
    }
    stopped = true;
    wake();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (channel != null) {
      channel.shutdownNow();
    }
    readiness = Readiness.notReady("The collector is closed.");
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
