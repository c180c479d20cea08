package io.weir.collector.source.probe;

import io.weir.event.v1.Probe;
import java.time.Instant;

/**
 * State of a probe by the kubelet's rules: it changes when as many runs in a row agree as the
 * threshold of their result says, and stays otherwise. Immutable.
 *
 * <p>The kubelet then restarts a container that is not live and probes it anew; here nothing is
 * restarted, so probing simply goes on.
 *
 * @param state after the last run
 * @param since event time of the run that changed it; at first the beginning
 * @param success result of the last run
 * @param consecutive runs in a row with this result, the last one included; 0 before the first
 */
record ProbeState(Probe.State state, Instant since, boolean success, int consecutive) {
  static ProbeState initial(ProbeType type, Instant at) {
    return new ProbeState(type.initial(), at, false, 0);
  }

  /** The state after one more run. Runs that could not be carried out do not belong here. */
  ProbeState plus(boolean good, Instant at, ProbeSpec spec) {
    int run =
        consecutive > 0 && good == success
            ? (int) Math.min(Integer.MAX_VALUE, consecutive + 1L)
            : 1;
    var wanted = good ? Probe.State.HEALTHY : Probe.State.FAILING;
    int threshold = good ? spec.successThreshold() : spec.failureThreshold();
    boolean changes = run >= threshold && wanted != state;
    return new ProbeState(changes ? wanted : state, changes ? at : since, good, run);
  }
}
