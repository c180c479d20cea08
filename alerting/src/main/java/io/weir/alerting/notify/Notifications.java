package io.weir.alerting.notify;

import io.weir.alerting.incident.IncidentDesk;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Incident;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the notifiers which alerts are open, and which were a while ago. What stands is in {@code
 * weir.alerts.v1} and {@code weir.incidents.v1}; this only repeats it: at once when something
 * changed, every {@link #REPEAT} else, and a resolved one for {@link #RESOLVED_KEPT}, since a
 * receiver may have been away. After a restart the same labels and beginnings are said again, so
 * nobody is woken twice; an alert that was resolved meanwhile is told as resolved, as long as that
 * is not older.
 *
 * <p>With incidents, an alert is told as its incident, once: those that are affected are in its
 * text. An alert whose incident is not known after {@link #HELD} is told by itself, since a page
 * too many is better than none.
 */
public final class Notifications implements AutoCloseable {
  public static final Duration REPEAT = Duration.ofMinutes(1);
  public static final Duration RESOLVED_KEPT = Duration.ofMinutes(15);
  public static final Duration HELD = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final long JOIN_MILLIS = 12_000;

  private final List<Notifier> notifiers;
  private final Function<String, AlertText.About> about;
  private final InstantSource clock;
  private final NotifyMetrics metrics;
  private final boolean byIncident;
  private final Map<String, AlertState> states = new HashMap<>();
  private final Map<String, Instant> heldSince = new HashMap<>();
  private final Map<SortedMap<String, String>, Alert> resolved = new HashMap<>();
  private final Map<SortedMap<String, String>, Alert> open = new HashMap<>();
  private Collection<Incident> incidents = List.of();
  private Silences silences = Silences.NONE;
  private int quiet;
  private final Thread thread = new Thread(this::run, "weir-notifications");
  private boolean silencesKnown;
  private Instant readySince = Instant.MAX;
  private boolean changed;
  private boolean closed;

  /**
   * Starts nothing yet.
   *
   * @param about what is known of an objective, by its id
   * @param byIncident whether burn rate alerts are told as incidents, else each by itself
   */
  public Notifications(
      List<Notifier> notifiers,
      Function<String, AlertText.About> about,
      boolean byIncident,
      InstantSource clock,
      NotifyMetrics metrics) {
    this.byIncident = byIncident;
    this.notifiers = List.copyOf(notifiers);
    this.about = about;
    this.clock = clock;
    this.metrics = metrics;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** A rule's state changed, or was withdrawn. */
  public synchronized void changed(String fingerprint, Optional<AlertState> state) {
    if (state.isPresent()) {
      states.put(fingerprint, state.get());
    } else {
      states.remove(fingerprint);
    }
    changed = true;
    notifyAll();
  }

  /** How the incidents stand, those that ended as well. */
  public synchronized void incidents(Collection<Incident> all) {
    incidents = List.copyOf(all);
    changed = true;
    notifyAll();
  }

  /** What people silenced. */
  public synchronized void silences(Silences all) {
    silences = all;
    silencesKnown = true;
    changed = true;
    notifyAll();
  }

  /** All that stood before is known: only now can be told what is open. */
  public synchronized void caughtUp() {
    readySince = clock.instant();
    changed = true;
    notifyAll();
  }

  private void run() {
    Instant last = Instant.MIN;
    boolean told = true;
    while (true) {
      List<Alert> alerts;
      synchronized (this) {
        Duration pause = told && heldSince.isEmpty() ? REPEAT : AGAIN;
        while (!closed && !(isReady() && (changed || isDue(last, pause)))) {
          try {
            wait(AGAIN.toMillis());
          } catch (InterruptedException e) {
            return;
          }
        }
        if (closed) {
          return;
        }
        changed = false;
        alerts = now();
      }
      last = clock.instant();
      told = tell(alerts);
    }
  }

  /** What is silenced must be known, but not for ever. */
  private boolean isReady() {
    Instant since =
        silencesKnown
            ? readySince
            : readySince.isBefore(Instant.MAX) ? readySince.plus(HELD) : Instant.MAX;
    return !clock.instant().isBefore(since);
  }

  private boolean isDue(Instant last, Duration pause) {
    return last == Instant.MIN || !clock.instant().isBefore(last.plus(pause));
  }

  /** Everything that is to be said. Holds the lock. */
  private List<Alert> now() {
    Instant now = clock.instant();
    Map<SortedMap<String, String>, Alert> before = new HashMap<>(open);
    open.clear();
    quiet = 0;
    Map<SortedMap<String, String>, Alert> ended = new HashMap<>();
    Set<String> inIncidents = incidents(now, ended);
    heldSince.keySet().retainAll(states.keySet());
    states.forEach(
        (fingerprint, state) -> {
          if (inIncidents.contains(fingerprint)) {
            heldSince.remove(fingerprint);
          } else if (!state.getOpen()) {
            heldSince.remove(fingerprint);
            if (isFresh(state, now) && !isOfIncident(state)) {
              // It may have ended while nobody told anything.
              Instant since = Instant.ofEpochSecond(0, state.getSinceNs());
              put(ended, text(state, Optional.empty(), Optional.of(since)));
            }
          } else if (!isOfIncident(state) || isHeldTooLong(fingerprint, now)) {
            tell(text(state, Optional.empty(), Optional.empty()), now);
          }
        });
    before.forEach(
        (labels, alert) -> {
          if (!open.containsKey(labels)) {
            resolved.put(labels, over(alert, now));
          }
        });
    ended.forEach(resolved::putIfAbsent);
    resolved.keySet().removeAll(open.keySet());
    resolved
        .values()
        .removeIf(alert -> alert.resolvedAt().orElse(now).isBefore(now.minus(RESOLVED_KEPT)));
    metrics.open(open.size(), quiet);
    List<Alert> all = new ArrayList<>(open.values());
    all.addAll(resolved.values());
    all.sort(Comparator.comparing(alert -> alert.labels().toString()));
    return all;
  }

  /** Puts every incident where it belongs, and tells which alerts are in an open one. */
  private Set<String> incidents(Instant now, Map<SortedMap<String, String>, Alert> ended) {
    Set<String> members = new HashSet<>();
    for (Incident incident : incidents) {
      if (incident.getClosedNs() == 0) {
        tell(text(incident.getAlert(), Optional.of(incident), Optional.empty()), now);
        incident.getMembersList().stream()
            .filter(member -> member.getClosedNs() == 0)
            .forEach(member -> members.add(member.getFingerprint()));
      } else {
        Instant closed = Instant.ofEpochSecond(0, incident.getClosedNs());
        if (!closed.isBefore(now.minus(RESOLVED_KEPT))) {
          put(ended, text(incident.getAlert(), Optional.of(incident), Optional.of(closed)));
        }
      }
    }
    return members;
  }

  private void tell(Alert alert, Instant now) {
    if (silences.isQuiet(alert, now)) {
      quiet++;
    } else {
      put(open, alert);
    }
  }

  private static void put(Map<SortedMap<String, String>, Alert> alerts, Alert alert) {
    alerts.put(alert.labels(), alert);
  }

  private Alert text(AlertState state, Optional<Incident> incident, Optional<Instant> resolvedAt) {
    Alert alert = AlertText.of(state, about.apply(state.getSlo()), incident, resolvedAt);
    return incident
        .flatMap(of -> silences.acknowledged(of.getId(), clock.instant()))
        .map(taken -> IncidentText.acknowledged(alert, taken))
        .orElse(alert);
  }

  private boolean isOfIncident(AlertState state) {
    return byIncident && IncidentDesk.isPartOfIncidents(state);
  }

  private boolean isHeldTooLong(String fingerprint, Instant now) {
    Instant since = heldSince.computeIfAbsent(fingerprint, key -> now);
    return !now.isBefore(since.plus(HELD));
  }

  /** Over, and not for long: whoever was told of it may not know that. */
  private static boolean isFresh(AlertState state, Instant now) {
    Instant since = Instant.ofEpochSecond(0, state.getSinceNs());
    boolean over =
        state.getState() == AlertState.State.OK || state.getState() == AlertState.State.RECOVERING;
    return over && !since.isBefore(now.minus(RESOLVED_KEPT));
  }

  private static Alert over(Alert alert, Instant at) {
    return new Alert(alert.labels(), alert.annotations(), alert.startsAt(), Optional.of(at));
  }

  private boolean tell(List<Alert> alerts) {
    boolean told = true;
    for (Notifier notifier : notifiers) {
      try {
        told &= notifier.tell(alerts);
      } catch (RuntimeException e) {
        LOG.error("A notifier failed, it is told again", e);
        told = false;
      }
    }
    return told;
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
    notifiers.forEach(Notifier::close);
  }
}
