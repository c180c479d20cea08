package io.weir.streams.sli;

import io.weir.series.v1.Peer;
import io.weir.streams.edge.EdgeDelta;

/**
 * What events of one edge add to the indicators of its server.
 *
 * @param timeNs event time that decides the window
 */
public record ServiceDelta(Peer server, long timeNs, SliTally tally) {
  /** What {@code delta} adds. */
  public static ServiceDelta of(EdgeDelta delta) {
    return new ServiceDelta(delta.edge().getServer(), delta.timeNs(), SliTally.of(delta.counts()));
  }
}
