package io.weir.dashboards.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether communication works and, if not, at which layer and why.
 *
 * <p>Each layer is judged by its share of bad: from 1 % degraded, from 5 % failing. The worst layer
 * speaks; of equally bad ones the first in {@link Layer}'s order, since it tends to cause the
 * others.
 *
 * @param health the worst of all layers
 * @param layer the one that fails; absent when none does
 * @param why one sentence with the counts
 */
public record Diagnosis(Health health, Optional<Layer> layer, String why) {
  private record Finding(Layer layer, Health health, String why) {}

  /** Judges what was counted. */
  public static Diagnosis of(Traffic traffic) {
    return findings(traffic).stream()
        .filter(finding -> finding.health().compareTo(Health.OK) > 0)
        .max(
            Comparator.comparing(Finding::health)
                .thenComparing(Finding::layer, Comparator.reverseOrder()))
        .map(worst -> new Diagnosis(worst.health(), Optional.of(worst.layer()), worst.why()))
        .orElseGet(() -> nothingFails(traffic));
  }

  private static List<Finding> findings(Traffic traffic) {
    List<Finding> findings = new ArrayList<>();
    drops(traffic, findings);
    traffic.dns().ifPresent(dns -> findings.add(dns(dns)));
    traffic.tcp().ifPresent(tcp -> findings.add(connect(tcp)));
    traffic.tcp().ifPresent(tcp -> findings.add(reset(tcp)));
    traffic.http().ifPresent(http -> findings.add(http(http)));
    return findings;
  }

  private static void drops(Traffic traffic, List<Finding> findings) {
    long denied = Counts.sumWhere(traffic.drops(), Diagnosis::isPolicy);
    long dropped = traffic.dropped();
    if (dropped == 0) {
      return;
    }
    long delivered = traffic.verdicts().getOrDefault("FORWARDED", 0L);
    long all = dropped + delivered;
    findings.add(
        new Finding(
            Layer.POLICY,
            Health.of(denied, all),
            "Policy denied " + Words.share(denied, all, "packet") + "."));
    findings.add(
        new Finding(
            Layer.DROPS,
            Health.of(dropped - denied, all),
            Words.share(dropped - denied, all, "packet")
                + " dropped: "
                + listed(traffic.drops(), reason -> !isPolicy(reason))
                + "."));
  }

  /** Whether a drop reason is a decision of a network policy rather than a fault. */
  static boolean isPolicy(String reason) {
    return reason.startsWith("POLICY_DEN") || reason.equals("AUTH_REQUIRED");
  }

  private static Finding dns(Dns dns) {
    String what =
        listed(dns.answers(), DnsTally::isFailure)
            + (dns.unanswered() == 0
                ? ""
                : (Counts.sumWhere(dns.answers(), DnsTally::isFailure) == 0 ? "" : ", ")
                    + dns.unanswered()
                    + " unanswered");
    return new Finding(
        Layer.DNS,
        Health.of(dns.failed(), dns.settled()),
        "DNS failed for "
            + Words.share(dns.failed(), dns.settled(), "query", "queries")
            + ": "
            + what
            + ".");
  }

  private static Finding connect(Tcp tcp) {
    String what =
        tcp.refused() == 0
            ? "unanswered"
            : tcp.unanswered() == 0
                ? "refused"
                : tcp.refused() + " refused, " + tcp.unanswered() + " unanswered";
    return new Finding(
        Layer.CONNECT,
        Health.of(tcp.failed(), tcp.attempts()),
        Words.share(tcp.failed(), tcp.attempts(), "connection attempt") + " failed: " + what + ".");
  }

  private static Finding reset(Tcp tcp) {
    return new Finding(
        Layer.RESET,
        Health.of(tcp.reset(), tcp.closed()),
        Words.share(tcp.reset(), tcp.closed(), "closed connection") + " ended by a reset.");
  }

  private static Finding http(Http http) {
    return new Finding(
        Layer.HTTP_5XX,
        Health.of(http.serverErrors(), http.responses()),
        Words.share(http.serverErrors(), http.responses(), "response")
            + " were errors of the server: "
            + listed(http.codes(), code -> code.startsWith("5"))
            + ".");
  }

  private static Diagnosis nothingFails(Traffic traffic) {
    List<String> seen = new ArrayList<>();
    traffic
        .http()
        .filter(h -> h.responses() > 0)
        .ifPresent(h -> seen.add(Words.count(h.responses(), "response")));
    traffic
        .dns()
        .filter(d -> d.settled() > 0)
        .ifPresent(d -> seen.add(Words.count(d.settled(), "DNS answer")));
    traffic
        .tcp()
        .filter(t -> t.established() > 0)
        .ifPresent(t -> seen.add(Words.count(t.established(), "connection")));
    long forwarded = traffic.verdicts().getOrDefault("FORWARDED", 0L);
    if (seen.isEmpty() && forwarded > 0) {
      seen.add(Words.count(forwarded, "flow") + " forwarded");
    }
    if (seen.isEmpty()) {
      return new Diagnosis(
          Health.UNKNOWN, Optional.empty(), "Nothing seen that tells success from failure.");
    }
    return new Diagnosis(
        Health.OK, Optional.empty(), "Nothing failing in " + String.join(", ", seen) + ".");
  }

  private static String listed(Map<String, Long> counts, Predicate<String> names) {
    return counts.entrySet().stream()
        .filter(entry -> names.test(entry.getKey()))
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
