package io.weir.quality;

import io.weir.collector.simulation.Fault;
import io.weir.collector.simulation.IncidentSpec;
import io.weir.collector.simulation.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A scenario's fault in a play of three acts: a quiet one that says what is usual, one with the
 * fault, and one after it. In the files faults last a minute, which no rule of the usual ones
 * tells: it spends less than one percent of a month's budget.
 *
 * @param name of the scenario; with that of the incident, where it has several
 * @param scenario with the fault alone, and {@link UsualErrors}
 */
public record FaultCase(String name, Scenario scenario, Acts acts, Fault fault) {
  /** How long each act is; multiples of ten seconds. */
  public record Acts(Duration quiet, Duration fault, Duration after) {
    /** The baseline of a diagnosis is 30 min before the short window of 5 min. */
    public static final Acts DEFAULT =
        new Acts(Duration.ofMinutes(35), Duration.ofMinutes(45), Duration.ofMinutes(10));

    /** Enough where most requests fail. */
    public static final Acts QUICK =
        new Acts(Duration.ofMinutes(8), Duration.ofMinutes(10), Duration.ofMinutes(6));

    Duration all() {
      return quiet.plus(fault).plus(after);
    }
  }

  /** One case for each incident of the scenario. */
  public static List<FaultCase> of(String name, Scenario scenario, Acts acts) {
    List<FaultCase> cases = new ArrayList<>();
    for (IncidentSpec incident : scenario.incidents()) {
      String full = scenario.incidents().size() == 1 ? name : name + "/" + incident.name();
      cases.add(new FaultCase(full, play(scenario, incident, acts), acts, incident.fault()));
    }
    return cases;
  }

  private static Scenario play(Scenario scenario, IncidentSpec incident, Acts acts) {
    List<IncidentSpec> incidents = new ArrayList<>();
    // First: of several faults of a kind the first one counts.
    incidents.add(moved(incident, acts));
    incidents.addAll(UsualErrors.of(scenario, acts.all(), incident.fault().subject()));
    return Variant.of(scenario, acts.all(), incidents);
  }

  private static IncidentSpec moved(IncidentSpec incident, Acts acts) {
    return new IncidentSpec(
        incident.name(),
        acts.quiet(),
        acts.fault(),
        incident.cause(),
        incident.policyDenial(),
        incident.dnsFailure(),
        incident.slowDependency(),
        incident.outOfMemory(),
        incident.nodePressure(),
        incident.packetLoss(),
        incident.badRollout(),
        incident.expiredCertificate(),
        incident.serviceDown(),
        incident.datapathDrops());
  }
}
