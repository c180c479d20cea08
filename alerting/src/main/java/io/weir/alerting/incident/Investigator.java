package io.weir.alerting.incident;

import io.weir.alerting.cause.BurningSlo;
import io.weir.alerting.cause.CauseFinder;
import io.weir.alerting.cause.Diagnosis;
import io.weir.alerting.cause.IncidentGroup;
import io.weir.alerting.cause.IncidentGroups;
import io.weir.alerting.cause.Target;
import io.weir.alerting.slo.Slo;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Incident;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks why alerts are open: when one opens, and again while more comes in. Reads the surroundings
 * once for all alerts that are due. Confined to one thread; the clock is its caller's.
 */
final class Investigator {
  /** After the first look, and after each further one; the last goes on. */
  private static final List<Duration> AGAIN =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2));

  /** How far the archive may be behind the counts of an alert that it is to explain. */
  private static final Duration BEHIND_MAX = Duration.ofSeconds(10);

  /** How soon it is asked again when it is, and for how long an alert waits for it. */
  private static final Duration BEHIND_PAUSE = Duration.ofSeconds(1);

  private static final Duration BEHIND_WAIT = Duration.ofSeconds(12);

  /** By then all that explains it has come in. */
  private static final Duration LOOKED_FOR = Duration.ofMinutes(30);

  /** Rules whose short window is longer are about what was slowly going wrong. */
  private static final Duration FAST = Duration.ofMinutes(10);

  private static final Duration BASELINE_MIN = Duration.ofMinutes(30);

  /**
   * What is usual begins so many long windows before the alert. A steady fault is told within one
   * long window of its begin, so at least half of this time was before it: otherwise a slow fault
   * would be what is usual.
   */
  private static final int BASELINE_LONG_WINDOWS = 2;

  /** Objectives that are looked into at once; others follow. */
  static final int AT_ONCE = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Investigator.class);

  private final Surroundings.Source source;
  private final Function<String, Optional<Slo>> slos;
  private final Incidents incidents;
  private final Map<String, Looked> looked = new HashMap<>();
  private List<Incidents.Group> groups = List.of();

  /**
   * What was found out about an objective.
   *
   * @param times that it was looked at
   * @param behind the archive has not what the alert counted yet
   */
  private record Looked(
      AlertState alert,
      long firstMs,
      long lastMs,
      int times,
      boolean behind,
      Optional<Target> target,
      Optional<io.weir.slo.v1.Diagnosis> diagnosis,
      long beganNs,
      Optional<BurningSlo.Reason> reason) {
    /** Nothing is said of it yet. */
    Looked asBehind(@Nullable Looked before) {
      return new Looked(
          alert,
          firstMs,
          lastMs,
          before == null ? 0 : before.times,
          true,
          target,
          Optional.empty(),
          alert.getOpenedNs(),
          Optional.empty());
    }

    boolean isDue(long nowMs) {
      Duration pause = behind ? BEHIND_PAUSE : AGAIN.get(Math.min(times, AGAIN.size()) - 1);
      return nowMs - lastMs >= pause.toMillis() && nowMs - firstMs <= LOOKED_FOR.toMillis();
    }
  }

  /**
   * @param slos an objective in force by its id before fan-out
   */
  Investigator(
      Surroundings.Source source, Function<String, Optional<Slo>> slos, Incidents incidents) {
    this.source = source;
    this.slos = slos;
    this.incidents = incidents;
  }

  /**
   * Looks at what is due, and brings the incidents in line.
   *
   * @param open all burn rate alerts that are
   * @param headNs newest event time that alerting knows
   * @param nowMs wall clock
   * @return ids of incidents that changed
   */
  Set<String> step(Collection<AlertState> open, long headNs, long nowMs) {
    Map<String, AlertState> bySlo = mostTelling(open);
    looked.keySet().retainAll(bySlo.keySet());
    List<AlertState> due =
        bySlo.values().stream()
            .filter(alert -> isDue(alert, nowMs))
            .sorted(Comparator.comparing(alert -> looked.containsKey(alert.getSlo())))
            .limit(AT_ONCE)
            .toList();
    Map<Boolean, List<AlertState>> bySpeed =
        due.stream().collect(Collectors.partitioningBy(Investigator::isFast));
    bySpeed.values().stream().filter(some -> !some.isEmpty()).forEach(some -> look(some, nowMs));
    List<AlertState> decided = open.stream().filter(alert -> !isWaiting(alert, nowMs)).toList();
    Set<String> changed = new TreeSet<>(incidents.step(decided, groups, headNs));
    due.forEach(alert -> tell(alert.getSlo(), changed));
    return changed;
  }

  /** Nobody is told of a new alert before the archive can say why, if that takes no longer. */
  private boolean isWaiting(AlertState alert, long nowMs) {
    if (incidents.of(alert.getFingerprint()).isPresent()) {
      return false;
    }
    Looked at = looked.get(alert.getSlo());
    // Not looked at: more burn than are looked into at once, and this one's turn comes.
    return at == null || (at.behind && nowMs - at.firstMs < BEHIND_WAIT.toMillis());
  }

  /** Whether {@link #step} has anything to look at. */
  boolean isAnyDue(Collection<AlertState> open, long nowMs) {
    return open.stream().anyMatch(alert -> isDue(alert, nowMs));
  }

  private boolean isDue(AlertState alert, long nowMs) {
    Looked before = looked.get(alert.getSlo());
    return before == null || before.isDue(nowMs);
  }

  /** Of each objective the alert that says most: the most urgent, then that of shorter windows. */
  private static Map<String, AlertState> mostTelling(Collection<AlertState> open) {
    Map<String, AlertState> bySlo = new TreeMap<>();
    Comparator<AlertState> order =
        Comparator.comparingInt((AlertState alert) -> Urgency.rank(alert.getSeverity()))
            .thenComparingLong(AlertState::getShortWindowNs);
    open.forEach(
        alert -> bySlo.merge(alert.getSlo(), alert, (a, b) -> order.compare(b, a) < 0 ? b : a));
    return bySlo;
  }

  private static boolean isFast(AlertState alert) {
    return alert.getShortWindowNs() <= FAST.toNanos();
  }

  private void look(List<AlertState> alerts, long nowMs) {
    Optional<Surroundings> found = Optional.empty();
    try {
      found = source.read(asked(alerts));
    } catch (RuntimeException e) {
      LOG.warn("The archive cannot be asked for causes, alerts are told without", e);
    }
    for (AlertState alert : alerts) {
      looked.put(alert.getSlo(), look(alert, found, nowMs));
    }
    found.ifPresent(around -> groups = groups(around));
  }

  private Surroundings.Asked asked(List<AlertState> alerts) {
    return new Surroundings.Asked(
        alerts.stream().mapToLong(Investigator::baselineNs).min().orElseThrow(),
        alerts.stream().mapToLong(Investigator::startNs).min().orElseThrow(),
        alerts.stream()
            .flatMap(alert -> slo(alert).stream())
            .map(slo -> slo.selector().indicator())
            .collect(Collectors.toSet()));
  }

  private static long baselineNs(AlertState alert) {
    return Math.min(
        startNs(alert) - BASELINE_MIN.toNanos(),
        alert.getOpenedNs() - BASELINE_LONG_WINDOWS * alert.getLongWindowNs());
  }

  /** The short window was bad when the rule fired, so it began then at the latest. */
  private static long startNs(AlertState alert) {
    return alert.getOpenedNs() - alert.getShortWindowNs();
  }

  private Optional<Slo> slo(AlertState alert) {
    return slos.apply(Slo.idBeforeMatch(alert.getSlo()));
  }

  private Looked look(AlertState alert, Optional<Surroundings> read, long nowMs) {
    Looked before = looked.get(alert.getSlo());
    Looked now = found(alert, read, before, nowMs);
    boolean waits = nowMs - now.firstMs < BEHIND_WAIT.toMillis();
    return waits && read.filter(around -> isBehind(around, alert, now)).isPresent()
        ? now.asBehind(before)
        : now;
  }

  /** The archive has not come to the windows that the alert counted, or not to their last state. */
  private static boolean isBehind(Surroundings around, AlertState alert, Looked looked) {
    if (around.frame().nowNs() < alert.getUpdatedNs() - BEHIND_MAX.toNanos()) {
      return true;
    }
    long seen = looked.diagnosis.map(found -> found.getBad() + found.getUsualBad()).orElse(0L);
    boolean isExplained = looked.diagnosis.filter(found -> found.getCausesCount() > 0).isPresent();
    return !isExplained && 2 * seen < alert.getInWindow().getBad();
  }

  private Looked found(
      AlertState alert, Optional<Surroundings> found, @Nullable Looked before, long nowMs) {
    Optional<Target> target =
        found.flatMap(
            around ->
                slo(alert)
                    .flatMap(
                        slo ->
                            Targets.find(
                                slo.selector(),
                                Slo.matchOf(alert.getSlo()),
                                around.slis(),
                                startNs(alert))));
    Optional<Diagnosis> diagnosis =
        target.map(of -> CauseFinder.find(found.get().input(of, startNs(alert))));
    return new Looked(
        alert,
        before == null ? nowMs : before.firstMs,
        nowMs,
        (before == null ? 0 : before.times) + 1,
        false,
        target,
        diagnosis.map(
            of ->
                IncidentRecords.of(
                    target.get(), of, found.get().frame().nowNs(), found.get().limits())),
        diagnosis.map(Diagnosis::startNs).orElse(alert.getOpenedNs()),
        diagnosis.flatMap(of -> of.causes().stream().findFirst()).map(BurningSlo.Reason::of));
  }

  private List<Incidents.Group> groups(Surroundings around) {
    List<BurningSlo> burning = new ArrayList<>();
    looked.forEach(
        (slo, at) ->
            at.target.ifPresent(
                target ->
                    burning.add(
                        new BurningSlo(
                            slo, target, at.beganNs, at.alert.getBurnRate(), at.reason))));
    return IncidentGroups.of(burning, around.frame(), around.edges(), around.sightings()).stream()
        .map(Investigator::group)
        .toList();
  }

  private static Incidents.Group group(IncidentGroup group) {
    Set<String> slos =
        Stream.concat(Stream.of(group.root()), group.affected().stream())
            .map(BurningSlo::name)
            .collect(Collectors.toCollection(HashSet::new));
    return new Incidents.Group(group.root().name(), slos);
  }

  /** An incident says why the alert burns that people are told. */
  private void tell(String slo, Set<String> changed) {
    Looked at = looked.get(slo);
    if (at == null || at.diagnosis.isEmpty()) {
      return;
    }
    for (Incident incident : incidents.all()) {
      if (Incidents.isOpen(incident)
          && incident.getAlert().getSlo().equals(slo)
          && !incident.getDiagnosis().equals(at.diagnosis.get())) {
        incidents.diagnosed(incident.getId(), at.diagnosis.get());
        changed.add(incident.getId());
      }
    }
  }
}
