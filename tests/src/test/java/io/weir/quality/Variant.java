package io.weir.quality;

import io.weir.collector.simulation.IncidentSpec;
import io.weir.collector.simulation.Scenario;
import java.time.Duration;
import java.util.List;

/** The same cluster with other things that go wrong in it. */
final class Variant {
  private Variant() {}

  static Scenario of(Scenario scenario, Duration duration, List<IncidentSpec> incidents) {
    return new Scenario(
        scenario.summary(),
        scenario.find(),
        scenario.cluster(),
        scenario.namespace(),
        scenario.start(),
        duration,
        scenario.nodes(),
        scenario.services(),
        scenario.outside(),
        scenario.traffic(),
        scenario.rollouts(),
        scenario.resends(),
        incidents);
  }
}
