package io.weir.streams.edge;

import java.io.Serializable;
import java.time.Duration;

/**
 * The time limits behind the counts.
 *
 * @param answerTimeout a SYN or DNS query without an answer for so long is unanswered
 * @param httpLatencyThreshold slower responses are bad for {@code http-latency}
 * @param dnsLatencyThreshold slower answers are bad for {@code dns-latency}
 */
public record EdgeRules(
    Duration answerTimeout, Duration httpLatencyThreshold, Duration dnsLatencyThreshold)
    implements Serializable {
  public static final EdgeRules DEFAULT =
      new EdgeRules(Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofMillis(100));
}
