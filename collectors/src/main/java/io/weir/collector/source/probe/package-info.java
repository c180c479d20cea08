/**
 * Active probes with Kubernetes' field names, defaults and thresholds: httpGet, tcpSocket, exec,
 * grpc and dns. Depends on the source contract and the probe messages. Start at {@link
 * io.weir.collector.source.probe.ProbeSource}; {@code ProbeState} and {@code ProbeSchedule} are
 * pure.
 *
 * <p>What root would add: nothing; an exec probe runs as the user that runs the collector.
 */
@NullMarked
package io.weir.collector.source.probe;

import org.jspecify.annotations.NullMarked;
