package io.weir.dashboards.map;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.weir.dashboards.answer.Diagnosis;
import io.weir.dashboards.answer.Finding;
import io.weir.dashboards.answer.Latency;
import io.weir.dashboards.answer.Traffic;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a map draws and says of an edge or a node.
 *
 * @param ratePerSecond how often it is used, in {@code rateUnit}; three significant digits
 * @param rateUnit {@code requests} where HTTP was seen, else {@code queries} of DNS, else {@code
 *     connections}, else {@code flows}
 * @param bad events that failed at the layer that speaks: the worst one, see {@link Finding#worst}
 * @param total events that could have
 * @param badRatio {@code bad / total}; absent when nothing was counted
 * @param p99Ms of HTTP, else of DNS; absent without
 * @param diagnosis how it does
 */
public record Numbers(
    double ratePerSecond,
    String rateUnit,
    long bad,
    long total,
    OptionalDouble badRatio,
    OptionalDouble p99Ms,
    @JsonUnwrapped Diagnosis diagnosis) {
  /** What was counted in a span of time. */
  static Numbers of(Traffic traffic, Duration span) {
    Optional<Finding> worst = Finding.worst(traffic);
    Optional<Latency> latency = traffic.latency();
    return new Numbers(
        perSecond(uses(traffic), span),
        unit(traffic),
        worst.map(Finding::bad).orElse(0L),
        worst.map(Finding::total).orElse(0L),
        worst.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(Math.round(1e6 * worst.get().ratio()) / 1e6),
        latency.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(latency.get().p99Ms()),
        Diagnosis.of(traffic));
  }

  /** The same, with another word on how it does. */
  Numbers diagnosed(Diagnosis other) {
    return new Numbers(ratePerSecond, rateUnit, bad, total, badRatio, p99Ms, other);
  }

  private static long uses(Traffic traffic) {
    return traffic
        .http()
        .map(http -> Math.max(http.requests(), http.responses()))
        .or(() -> traffic.dns().map(dns -> dns.queries()))
        .or(() -> traffic.tcp().map(tcp -> tcp.attempts()))
        .orElse(traffic.flows());
  }

  private static String unit(Traffic traffic) {
    if (traffic.http().isPresent()) {
      return "requests";
    }
    if (traffic.dns().isPresent()) {
      return "queries";
    }
    return traffic.tcp().isPresent() ? "connections" : "flows";
  }

  private static double perSecond(long count, Duration span) {
    if (span.isZero() || count == 0) {
      return 0;
    }
    double rate = 1e9 * count / span.toNanos();
    double unit = Math.pow(10, Math.floor(Math.log10(rate)) - 2);
    // Twice, since a tenth has no exact double: 0.1 times 3 is 0.30000000000000004.
    return unit >= 1
        ? Math.round(rate / unit) * unit
        : Math.round(rate / unit) / (double) Math.round(1 / unit);
  }
}
