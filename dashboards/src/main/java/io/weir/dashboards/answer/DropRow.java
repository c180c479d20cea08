package io.weir.dashboards.answer;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One group of drops in a range, all nodes together.
 *
 * @param reason the datapath's, {@code POLICY_DENIED}
 * @param dropClass {@code policy}, {@code fault}, {@code capacity}, {@code invalid}, {@code
 *     expected}
 * @param happened what the reason means, one sentence; empty for reasons newer than this program
 * @param next what to do first
 * @param direction {@code INGRESS}, {@code EGRESS} or {@code TRAFFIC_DIRECTION_UNKNOWN}
 * @param source who sent
 * @param destination who was meant
 * @param port of the destination; 0 for protocols without ports
 * @param protocol {@code TCP}, …
 * @param policies that denied it, where the source says so; sorted
 * @param nodes that dropped; sorted
 * @param count packets or requests dropped
 * @param ratePerMinute drops a minute, from the first window with drops to the last
 * @param usualPerMinute drops a minute of this group just before its first window here; absent when
 *     it is new
 * @param firstSeen event time of the first
 * @param lastSeen event time of the last
 * @param sampleFlows up to five: uuids, or {@code collector:seq} of flows without one
 */
public record DropRow(
    String reason,
    String dropClass,
    String happened,
    String next,
    String direction,
    PeerView source,
    PeerView destination,
    int port,
    String protocol,
    List<String> policies,
    List<String> nodes,
    long count,
    double ratePerMinute,
    OptionalDouble usualPerMinute,
    Instant firstSeen,
    Instant lastSeen,
    List<String> sampleFlows) {
  String label() {
    return source.label() + " → " + destination.label() + " " + protocol + ":" + port;
  }
}
