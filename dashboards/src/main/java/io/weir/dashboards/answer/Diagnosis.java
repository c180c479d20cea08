package io.weir.dashboards.answer;

import java.util.ArrayList;
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
  /** Judges what was counted. */
  public static Diagnosis of(Traffic traffic) {
    return Finding.worst(traffic)
        .filter(worst -> worst.health().compareTo(Health.OK) > 0)
        .map(
            worst -> new Diagnosis(worst.health(), Optional.of(worst.layer()), why(worst, traffic)))
        .orElseGet(() -> nothingFails(traffic));
  }

  private static String why(Finding finding, Traffic traffic) {
    long bad = finding.bad();
    long total = finding.total();
    return switch (finding.layer()) {
      case POLICY -> "Policy denied " + Words.share(bad, total, "packet") + ".";
      case DROPS ->
          Words.share(bad, total, "packet")
              + " dropped: "
              + listed(traffic.drops(), reason -> !isPolicy(reason))
              + ".";
      case DNS ->
          "DNS failed for "
              + Words.share(bad, total, "query", "queries")
              + traffic.dns().map(dns -> ": " + dns(dns)).orElse("")
              + ".";
      case CONNECT ->
          Words.share(bad, total, "connection attempt")
              + " failed"
              + traffic.tcp().map(tcp -> ": " + connect(tcp)).orElse("")
              + ".";
      case RESET -> Words.share(bad, total, "closed connection") + " ended by a reset.";
      case HTTP_5XX ->
          Words.share(bad, total, "response")
              + " were errors of the server"
              + traffic
                  .http()
                  .map(http -> ": " + listed(http.codes(), code -> code.startsWith("5")))
                  .orElse("")
              + ".";
    };
  }

  /** Whether a drop reason is a decision of a network policy rather than a fault. */
  static boolean isPolicy(String reason) {
    return reason.startsWith("POLICY_DEN") || reason.equals("AUTH_REQUIRED");
  }

  private static String dns(Dns dns) {
    return listed(dns.answers(), DnsTally::isFailure)
        + (dns.unanswered() == 0
            ? ""
            : (Counts.sumWhere(dns.answers(), DnsTally::isFailure) == 0 ? "" : ", ")
                + dns.unanswered()
                + " unanswered");
  }

  private static String connect(Tcp tcp) {
    if (tcp.refused() == 0) {
      return "unanswered";
    }
    return tcp.unanswered() == 0
        ? "refused"
        : tcp.refused() + " refused, " + tcp.unanswered() + " unanswered";
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
    long forwarded = traffic.forwarded();
    if (seen.isEmpty() && forwarded > 0) {
      seen.add(Words.count(forwarded, "flow") + " forwarded");
    }
    if (seen.isEmpty()) {
      return new Diagnosis(
          Health.UNKNOWN,
          Optional.empty(),
          traffic.flows() == 0
              ? "Not seen in this range."
              : "Nothing seen that tells success from failure.");
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
