package io.weir.alerting.incident;

import io.weir.alerting.slo.Slo;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Incident;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the incidents: is told of every alert, has them investigated on a thread of its own, writes
 * {@code weir.incidents.v1}, and tells whoever passes them on. Begins once it knows both what
 * alerts are open and which incidents there were, so a restart goes on with them.
 */
public final class IncidentDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentDesk.class);

  /**
   * What opens within this time is looked at together: who depends on whom is judged by all that
   * burn, and a page for a consequence cannot be taken back.
   */
  private static final Duration GATHER = Duration.ofSeconds(2);

  private static final long TICK_MILLIS = 500;
  private static final long JOIN_MILLIS = 12_000;

  private final InstantSource clock;
  private final Incidents incidents = new Incidents();
  private final Investigator investigator;
  private final IncidentSink sink;
  private final Consumer<Collection<Incident>> listener;
  private final Map<String, AlertState> open = new HashMap<>();
  private final Thread thread = new Thread(this::run, "weir-incidents");
  private Optional<Map<String, Incident>> known = Optional.empty();
  private boolean alertsKnown;
  private long headNs;
  private long firstNewMs = Long.MAX_VALUE;
  private boolean changed;
  private boolean closed;

  /**
   * Starts nothing yet.
   *
   * @param sink is closed with this
   * @param slos an objective in force by its id before fan-out
   * @param listener gets all incidents when any changed
   */
  public IncidentDesk(
      IncidentSink sink,
      Surroundings.Source source,
      Function<String, Optional<Slo>> slos,
      InstantSource clock,
      Consumer<Collection<Incident>> listener) {
    this.clock = clock;
    this.investigator = new Investigator(source, slos, incidents);
    this.sink = sink;
    this.listener = listener;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Whether an alert is one that incidents are made of: others are told by themselves. */
  public static boolean isPartOfIncidents(AlertState alert) {
    return alert.getLongWindowNs() != 0;
  }

  /** A rule's state changed, or was withdrawn. */
  public synchronized void changed(String fingerprint, Optional<AlertState> state) {
    state.ifPresent(of -> headNs = Math.max(headNs, of.getUpdatedNs()));
    if (state.filter(of -> of.getOpen() && isPartOfIncidents(of)).isPresent()) {
      if (open.put(fingerprint, state.get()) == null && firstNewMs == Long.MAX_VALUE) {
        firstNewMs = clock.millis();
      }
    } else if (open.remove(fingerprint) == null) {
      return;
    }
    changed = true;
    notifyAll();
  }

  /** All alerts that stood before are known. */
  public synchronized void alertsCaughtUp() {
    alertsKnown = true;
    notifyAll();
  }

  /** All incidents that stood before, by id. */
  public synchronized void restore(Map<String, Incident> before) {
    if (known.isEmpty()) {
      known = Optional.of(Map.copyOf(before));
      notifyAll();
    }
  }

  private void run() {
    try {
      if (!begin()) {
        return;
      }
      while (await()) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean begin() throws InterruptedException {
    while (!closed && (known.isEmpty() || !alertsKnown)) {
      wait(TICK_MILLIS);
    }
    incidents.restore(known.orElse(Map.of()));
    changed = true;
    firstNewMs = Long.MAX_VALUE; // alerts that stood before have been gathered
    return !closed;
  }

  /** True when there is something to do; false when closed. */
  private synchronized boolean await() throws InterruptedException {
    while (!closed) {
      boolean gathering = clock.millis() < gatheredAt();
      if (!gathering && (changed || investigator.isAnyDue(open.values(), clock.millis()))) {
        return true;
      }
      wait(TICK_MILLIS);
    }
    return false;
  }

  private long gatheredAt() {
    return firstNewMs == Long.MAX_VALUE ? Long.MIN_VALUE : firstNewMs + GATHER.toMillis();
  }

  private void step() {
    List<AlertState> alerts;
    long head;
    synchronized (this) {
      changed = false;
      firstNewMs = Long.MAX_VALUE;
      alerts = List.copyOf(open.values());
      head = headNs;
    }
    try {
      Set<String> ids = investigator.step(alerts, head, clock.millis());
      sink.write(ids, incidents::find);
      listener.accept(incidents.all());
    } catch (RuntimeException e) {
      LOG.error("Incidents could not be brought in line, it is tried again", e);
      pause();
    }
  }

  private synchronized void pause() {
    changed = true;
    firstNewMs = clock.millis(); // not at once
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sink.close();
  }
}
