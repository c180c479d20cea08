package io.weir.quality;

import io.weir.collector.simulation.Fault;
import io.weir.collector.simulation.IncidentSpec;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.ServiceSpec;
import io.weir.collector.simulation.ServiceSpec.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What goes wrong in a cluster that is well: the scenarios know no errors but those of their
 * faults, and whoever pages for one error in a thousand would look perfect. Each is a fault of the
 * simulator with a small share, so it is in flows, windows and evidence like any other. Together
 * they spend about half of a budget: a cluster that is well keeps its promises.
 */
final class UsualErrors {
  /** Of the answers of each HTTP service, 500. Callers pass it on, so the first has three times. */
  static final double FAILED = 0.0005;

  /** Of the requests to each other service, {@link #DELAY} later. */
  static final double SLOW = 0.001;

  /** Of the packets from the first node to the second, lost. */
  static final double LOST = 0.0005;

  /** Of DNS queries, SERVFAIL. */
  static final double SERVFAIL = 0.0002;

  private static final Duration DELAY = Duration.ofMillis(800);
  private static final int STATUS = 500;

  private UsualErrors() {}

  /**
   * All of them, from the scenario's begin on.
   *
   * @param but a service that has none of its own, since it is about to be at fault
   */
  static List<IncidentSpec> of(Scenario scenario, Duration lasts, String but) {
    List<IncidentSpec> errors = new ArrayList<>();
    for (Map.Entry<String, ServiceSpec> service : scenario.services().entrySet()) {
      String name = service.getKey();
      Protocol protocol = service.getValue().protocol();
      if (protocol == Protocol.DNS) {
        errors.add(
            usual(lasts, name, new Fault.DnsFailure(Fault.DnsFailure.Mode.SERVFAIL, SERVFAIL)));
      } else if (protocol == Protocol.TCP) {
        errors.add(usual(lasts, name, new Fault.SlowDependency(name, DELAY, SLOW)));
      } else if (!name.equals(but)) {
        errors.add(usual(lasts, name, new Fault.BadRollout(name, FAILED, STATUS)));
      }
    }
    if (scenario.nodes().size() > 1) {
      String from = scenario.nodes().get(0).name();
      String to = scenario.nodes().get(1).name();
      errors.add(usual(lasts, from, new Fault.PacketLoss(from, to, LOST)));
    }
    return errors;
  }

  private static IncidentSpec usual(Duration lasts, String name, Fault fault) {
    return new IncidentSpec(
        "usual-" + fault.kind() + "-" + name,
        Duration.ZERO,
        lasts,
        "As on any day.",
        Optional.empty(),
        only(fault, Fault.DnsFailure.class),
        only(fault, Fault.SlowDependency.class),
        Optional.empty(),
        Optional.empty(),
        only(fault, Fault.PacketLoss.class),
        only(fault, Fault.BadRollout.class),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static <F extends Fault> Optional<F> only(Fault fault, Class<F> kind) {
    return Optional.of(fault).filter(kind::isInstance).map(kind::cast);
  }
}
