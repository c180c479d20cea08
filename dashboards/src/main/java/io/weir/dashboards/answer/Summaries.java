package io.weir.dashboards.answer;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The sentence that an answer opens with: what is wrong first, else that nothing is. */
public final class Summaries {
  private Summaries() {}

  /** About all rows of {@code edges}. */
  public static String edges(List<EdgeRow> rows) {
    return healths(rows, "edge", EdgeRow::label, EdgeRow::diagnosis, Orders.first(Orders.EDGES));
  }

  /** About all rows of {@code services}. */
  public static String services(List<ServiceRow> rows) {
    return healths(
        rows,
        "service",
        row -> row.service().label(),
        ServiceRow::diagnosis,
        Orders.first(Orders.SERVICES));
  }

  private static <R> String healths(
      List<R> rows,
      String noun,
      Function<R, String> label,
      Function<R, Diagnosis> diagnosis,
      Comparator<R> worstFirst) {
    if (rows.isEmpty()) {
      return "No " + noun + "s in this range.";
    }
    long failing = countOf(rows, diagnosis, Health.FAILING);
    long degraded = countOf(rows, diagnosis, Health.DEGRADED);
    long unknown = countOf(rows, diagnosis, Health.UNKNOWN);
    if (failing + degraded == 0) {
      return "Nothing failing on "
          + Words.count(rows.size(), noun)
          + (unknown == 0 ? "." : "; of " + unknown + " it is not known.");
    }
    R worst = rows.stream().min(worstFirst).orElseThrow();
    return failing
        + " of "
        + Words.count(rows.size(), noun)
        + " failing, "
        + degraded
        + " degraded. Worst: "
        + label.apply(worst)
        + ". "
        + diagnosis.apply(worst).why();
  }

  private static <R> long countOf(List<R> rows, Function<R, Diagnosis> diagnosis, Health health) {
    return rows.stream().filter(row -> diagnosis.apply(row).health() == health).count();
  }

  /** About all rows of {@code http}. */
  public static String http(List<HttpRow> rows) {
    if (rows.isEmpty()) {
      return "No HTTP in this range.";
    }
    long requests = sum(rows, row -> row.http().requests());
    long responses = sum(rows, row -> row.http().responses());
    long serverErrors = sum(rows, row -> row.http().serverErrors());
    String all =
        Words.count(requests, "request")
            + " on "
            + Words.count(rows.size(), "edge")
            + "; of "
            + Words.count(responses, "response")
            + " "
            + Words.percent(ratio(sum(rows, row -> row.http().clientErrors()), responses))
            + " 4xx, "
            + Words.percent(ratio(serverErrors, responses))
            + " 5xx.";
    return worst(rows, row -> row.http().serverErrors())
        .map(
            row ->
                all
                    + " Most 5xx: "
                    + row.label()
                    + ", "
                    + Words.share(row.http().serverErrors(), row.http().responses(), "response")
                    + ".")
        .orElse(all);
  }

  /** About all rows of {@code tcp}. */
  public static String tcp(List<TcpRow> rows) {
    if (rows.isEmpty()) {
      return "No TCP connections in this range.";
    }
    long attempts = sum(rows, row -> row.tcp().attempts());
    String all =
        Words.count(attempts, "connection attempt")
            + " on "
            + Words.count(rows.size(), "edge")
            + ": "
            + Words.percent(ratio(sum(rows, row -> row.tcp().unanswered()), attempts))
            + " unanswered, "
            + Words.percent(ratio(sum(rows, row -> row.tcp().refused()), attempts))
            + " refused; "
            + Words.count(sum(rows, row -> row.tcp().reset()), "reset")
            + ".";
    return worst(rows, row -> row.tcp().failed() + row.tcp().reset())
        .map(
            row ->
                String.format(
                    "%s Worst: %s with %d unanswered, %d refused, %d reset.",
                    all,
                    row.label(),
                    row.tcp().unanswered(),
                    row.tcp().refused(),
                    row.tcp().reset()))
        .orElse(all);
  }

  /** About all rows of {@code dns}. */
  public static String dns(List<DnsRow> rows) {
    if (rows.isEmpty()) {
      return "No DNS in this range.";
    }
    long settled = sum(rows, row -> row.dns().settled());
    long failed = sum(rows, row -> row.dns().failed());
    String all =
        failed == 0
            ? "No DNS failures in " + Words.count(settled, "answer") + "."
            : "DNS failed for " + Words.share(failed, settled, "query", "queries") + ".";
    return worst(rows, row -> row.dns().failed())
        .map(
            row ->
                all
                    + " Worst: "
                    + row.label()
                    + ", "
                    + Words.share(row.dns().failed(), row.dns().settled(), "query", "queries")
                    + ".")
        .orElse(all);
  }

  /** About all rows of {@code drops}. */
  public static String drops(List<DropRow> rows) {
    if (rows.isEmpty()) {
      return "Nothing dropped in this range.";
    }
    DropRow worst = worst(rows, DropRow::count).orElse(rows.get(0));
    return Words.count(sum(rows, DropRow::count), "packet")
        + " dropped, "
        + sum(rows, row -> row.dropClass().equals("policy") ? row.count() : 0)
        + " of them by policy. Most: "
        + worst.label()
        + ", "
        + worst.count()
        + " "
        + worst.reason()
        + (worst.policies().isEmpty()
            ? ""
            : " (policy " + String.join(", ", worst.policies()) + ")")
        + ".";
  }

  /** About all rows of {@code probes}. */
  public static String probes(List<ProbeRow> rows) {
    if (rows.isEmpty()) {
      return "No probe results in this range.";
    }
    List<ProbeRow> failing =
        rows.stream()
            .filter(ProbeRow::isFailing)
            .sorted(Comparator.comparing(ProbeRow::id))
            .toList();
    if (failing.isEmpty()) {
      return "No probe of " + rows.size() + " is failing.";
    }
    ProbeRow first = failing.get(0);
    return failing.size()
        + " of "
        + Words.count(rows.size(), "probe")
        + " failing: "
        + first.id()
        + first.stateSince().map(since -> " since " + since).orElse("")
        + ", "
        + first.failure()
        + (first.message().isEmpty() ? "." : ": " + first.message());
  }

  /** About all rows of {@code resources}. */
  public static String resources(List<ResourceRow> rows) {
    if (rows.isEmpty()) {
      return "No resource readings in this range.";
    }
    long pressed = rows.stream().filter(ResourceRow::pressure).count();
    if (pressed == 0) {
      return "No pressure on any of " + rows.size() + " nodes, containers and units.";
    }
    ResourceRow worst = rows.stream().min(Orders.first(Orders.RESOURCES)).orElseThrow();
    return pressed
        + " of "
        + rows.size()
        + " under pressure. "
        + worst.label()
        + " on "
        + worst.node()
        + ": "
        + worst.why();
  }

  private static <R> Optional<R> worst(List<R> rows, ToLongFunction<R> bad) {
    return rows.stream().filter(row -> bad.applyAsLong(row) > 0).max(Comparator.comparingLong(bad));
  }

  private static <R> long sum(List<R> rows, ToLongFunction<R> count) {
    return rows.stream().mapToLong(count).sum();
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
