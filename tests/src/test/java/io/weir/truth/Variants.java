package io.weir.truth;

import io.weir.collector.simulation.NodeSpec;
import io.weir.collector.simulation.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Scenarios that differ from those that come with Weir in one thing. */
final class Variants {
  private Variants() {}

  /** The same, so long, with {@code change} applied to the node of this name. */
  static Scenario with(
      Scenario scenario, Duration duration, String node, Function<NodeSpec, NodeSpec> change) {
    List<NodeSpec> nodes =
        scenario.nodes().stream()
            .map(spec -> spec.name().equals(node) ? change.apply(spec) : spec)
            .toList();
    return new Scenario(
        scenario.summary(),
        scenario.find(),
        scenario.cluster(),
        scenario.namespace(),
        scenario.start(),
        duration,
        nodes,
        scenario.services(),
        scenario.outside(),
        scenario.traffic(),
        scenario.rollouts(),
        scenario.resends(),
        scenario.incidents());
  }

  /** Its clock is ahead; behind, when {@code ahead} is below 0. */
  static Function<NodeSpec, NodeSpec> clock(Duration ahead) {
    return spec ->
        new NodeSpec(
            spec.name(),
            ahead.isNegative() ? Optional.empty() : Optional.of(ahead),
            ahead.isNegative() ? Optional.of(ahead.negated()) : Optional.empty(),
            spec.delay(),
            spec.jitter(),
            spec.away(),
            spec.loses());
  }

  /** Its reports come so much later. */
  static Function<NodeSpec, NodeSpec> late(Duration delay) {
    return spec ->
        new NodeSpec(
            spec.name(),
            spec.clockAhead(),
            spec.clockBehind(),
            Optional.of(delay),
            spec.jitter(),
            spec.away(),
            spec.loses());
  }
}
