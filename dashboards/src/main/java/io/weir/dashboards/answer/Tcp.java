package io.weir.dashboards.answer;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What became of TCP connections. Counts are connections; ratios are 0 to 1 and absent when nothing
 * was counted.
 *
 * @param attempts connections tried, SYN retransmits collapsed
 * @param established of the attempts
 * @param refused of the attempts
 * @param unanswered of the attempts
 * @param closed connections that ended
 * @param reset of the closed, by a reset after they were established
 * @param retransmits packets, where the source has them
 * @param pathLost of the unanswered: left the client's node and never came to the server's
 * @param refusedRatio refused / attempts
 * @param unansweredRatio unanswered / attempts
 * @param resetRatio reset / closed
 * @param rtt round-trip time, where the source has it
 */
public record Tcp(
    long attempts,
    long established,
    long refused,
    long unanswered,
    long closed,
    long reset,
    long retransmits,
    long pathLost,
    OptionalDouble refusedRatio,
    OptionalDouble unansweredRatio,
    OptionalDouble resetRatio,
    Optional<Latency> rtt) {
  /** Attempts that never became a connection. */
  long failed() {
    return refused + unanswered;
  }
}
