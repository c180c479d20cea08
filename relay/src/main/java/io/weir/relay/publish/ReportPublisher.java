package io.weir.relay.publish;

import io.weir.event.v1.NodeReport;

/** Hands reports of collectors to the stream, as far as that costs nobody anything. */
@FunctionalInterface
public interface ReportPublisher {
  /**
   * Takes a report; never waits. Whether it arrives is not told: the next one follows soon.
   *
   * @return false if there is no room for it
   */
  boolean offer(NodeReport report);
}
