package io.weir.dashboards.answer;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All that was counted on an edge, or on all edges of a service, in a range. A part is absent where
 * nothing of its kind was seen.
 *
 * @param firstSeen event time of the first event counted
 * @param lastSeen event time of the last event counted
 * @param flows flow events folded in, from every observation point
 * @param reporters flow events by side: {@code source}, {@code destination}, …
 * @param verdicts flow events by verdict
 * @param tcp connections
 * @param http requests
 * @param dns queries
 * @param drops dropped packets or requests by drop reason
 * @param packets where the source has them, else 0
 * @param bytes where the source has them, else 0
 */
public record Traffic(
    Instant firstSeen,
    Instant lastSeen,
    long flows,
    Map<String, Long> reporters,
    Map<String, Long> verdicts,
    Optional<Tcp> tcp,
    Optional<Http> http,
    Optional<Dns> dns,
    Map<String, Long> drops,
    long packets,
    long bytes) {
  /** Nothing was seen. */
  public static final Traffic NONE =
      new Traffic(
          Instant.EPOCH,
          Instant.EPOCH,
          0,
          Map.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          0,
          0);

  long dropped() {
    return Counts.sum(drops);
  }

  /** Of the dropped, by a decision of a network policy. */
  public long denied() {
    return Counts.sumWhere(drops, Diagnosis::isPolicy);
  }

  long forwarded() {
    return verdicts.getOrDefault("FORWARDED", 0L);
  }

  /** What went wrong at any layer, for sorting. */
  public long errors() {
    return dropped()
        + tcp.map(t -> t.failed() + t.reset()).orElse(0L)
        + http.map(Http::serverErrors).orElse(0L)
        + dns.map(Dns::failed).orElse(0L);
  }

  /** HTTP latency where there is one, else DNS latency. */
  public Optional<Latency> latency() {
    return http.flatMap(Http::latency).or(() -> dns.flatMap(Dns::latency));
  }
}
