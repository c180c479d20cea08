package io.weir.alerting.kstreams;

import io.weir.alerting.burn.SloBurn;
import java.util.Optional;

/** One objective at work. Confined to its task. */
final class LiveObjective {
  final Definition definition;
  SloBurn burn;

  /** Present while its past is not in yet. */
  Optional<WantedPast> wanted;

  boolean changed = true;
  long statusMs = Long.MIN_VALUE;

  LiveObjective(Definition definition, SloBurn burn, Optional<WantedPast> wanted) {
    this.definition = definition;
    this.burn = burn;
    this.wanted = wanted;
  }

  /** Whose last counts are remembered. Counts that begin anew know nothing of former values. */
  String seenAs() {
    return burn.slo().id() + "|" + definition.generation() + "|";
  }

  /** It is at work no more. */
  void end() {
    wanted.ifPresent(WantedPast::cancel);
  }
}
