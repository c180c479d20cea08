package io.weir.collector.source.probe;

import io.weir.event.v1.Probe;
import java.util.Locale;

/** What a probe is for. Decides how its state begins, as the kubelet does. */
public enum ProbeType {
  /** Alive until it fails. */
  LIVENESS(Probe.State.HEALTHY),
  /** Not ready until it succeeds. */
  READINESS(Probe.State.FAILING),
  /** Holds the others of its group back until it succeeds, then ends. */
  STARTUP(Probe.State.UNKNOWN),
  /** Watches something that Kubernetes does not start: unknown until its thresholds say. */
  SYNTHETIC(Probe.State.UNKNOWN);

  private final Probe.State initial;

  ProbeType(Probe.State initial) {
    this.initial = initial;
  }

  Probe.State initial() {
    return initial;
  }

  /** As events write it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
