package io.weir.dashboards.answer;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * DNS queries and their answers.
 *
 * @param queries seen
 * @param answers by rcode name, {@code NOERROR}; sorted
 * @param unanswered queries that got none
 * @param failed answers other than NOERROR and NXDOMAIN, and unanswered queries. NXDOMAIN is an
 *     answer: search domains make it the commonest one in a cluster.
 * @param failedRatio failed / all that were answered or given up, 0 to 1; absent without any
 * @param latency of the answers
 */
public record Dns(
    long queries,
    Map<String, Long> answers,
    long unanswered,
    long failed,
    OptionalDouble failedRatio,
    Optional<Latency> latency) {
  /** Queries whose fate is known. */
  long settled() {
    return Counts.sum(answers) + unanswered;
  }
}
