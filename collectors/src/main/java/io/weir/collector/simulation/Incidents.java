package io.weir.collector.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The incidents of a scenario at their times. Immutable. */
final class Incidents {
  /** One incident, from {@code startNs} until before {@code endNs}. */
  record Incident(String name, String cause, Fault fault, long startNs, long endNs) {
    boolean isOn(long ns) {
      return startNs <= ns && ns < endNs;
    }
  }

  private final List<Incident> all;

  private Incidents(List<Incident> all) {
    this.all = List.copyOf(all);
  }

  static Incidents of(Scenario scenario, long startNs) {
    List<Incident> all = new ArrayList<>();
    for (IncidentSpec spec : scenario.incidents()) {
      long fromNs = startNs + spec.at().toNanos();
      all.add(
          new Incident(
              spec.name(), spec.cause(), spec.fault(), fromNs, fromNs + spec.lasts().toNanos()));
    }
    return new Incidents(all);
  }

  List<Incident> all() {
    return all;
  }

  /** An incident of a kind, and the fault in it. */
  record Match<F extends Fault>(Incident incident, F fault) {}

  /** The first fault of a kind that is on at {@code ns} and concerns the one who asks. */
  <F extends Fault> Optional<Match<F>> on(Class<F> kind, long ns, Predicate<F> concerns) {
    for (Incident incident : all) {
      if (incident.isOn(ns) && kind.isInstance(incident.fault())) {
        F fault = kind.cast(incident.fault());
        if (concerns.test(fault)) {
          return Optional.of(new Match<>(incident, fault));
        }
      }
    }
    return Optional.empty();
  }
}
