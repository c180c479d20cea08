package io.weir.alerting.openslo;

import io.weir.alerting.openslo.OpenSloObject.DataSource;
import io.weir.alerting.openslo.OpenSloObject.Metric;
import io.weir.alerting.openslo.OpenSloObject.Objective;
import io.weir.alerting.openslo.OpenSloObject.Ratio;
import io.weir.alerting.openslo.OpenSloObject.Sli;
import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.IndicatorSelector.FanOut;
import io.weir.alerting.slo.PeerPattern;
import io.weir.config.Spelling;
import io.weir.slo.v1.CustomIndicator;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds out which series an indicator means. */
final class Selectors {
  /** Indicators that the jobs count for every service and edge. */
  static final List<String> BUILT_IN =
      List.of(
          "http-availability",
          "http-latency",
          "tcp-connect",
          "tcp-stability",
          "dns-availability",
          "dns-latency",
          "delivery",
          "probe");

  private static final int PARTS = 4;

  private final Documents documents;
  private final Thresholds thresholds;
  private final Findings findings;

  /**
   * Within which a response is good, as the jobs are configured.
   *
   * @param http of {@code http-latency}
   * @param dns of {@code dns-latency}
   */
  record Thresholds(Duration http, Duration dns) {}

  /**
   * What an indicator counts.
   *
   * @param custom what the jobs have to be told to count it
   */
  record Selected(IndicatorSelector selector, Optional<CustomIndicator> custom) {}

  Selectors(Documents documents, Thresholds thresholds, Findings findings) {
    this.documents = documents;
    this.thresholds = thresholds;
    this.findings = findings;
  }

  /** The series of {@code sli}; empty, with an error, when Weir has none. */
  Optional<Selected> of(Sli sli, Objective objective) {
    if (!SetChecks.metrics(sli).allMatch(this::isOurs)) {
      return Optional.empty();
    }
    if (sli.threshold().isPresent()) {
      return threshold(sli.threshold().get(), objective);
    }
    Ratio ratio = sli.ratio().orElseThrow();
    if (ratio.raw().isPresent()) {
      return raw(ratio);
    }
    Optional<Metric> part = ratio.good().or(ratio::bad);
    return part.isEmpty() || ratio.total().isEmpty()
        ? Optional.empty()
        : counts(sli, part.get().spec(), ratio.total().get().spec(), ratio.good().isPresent());
  }

  private boolean isOurs(Metric metric) {
    Map<String, DataSource> sources = documents.byName(DataSource.class);
    Optional<String> type =
        metric
            .ref()
            .flatMap(ref -> Optional.ofNullable(sources.get(ref.value())))
            .map(source -> source.type().value())
            .or(() -> metric.type().map(Located::value));
    if (type.filter(name -> name.equals("weir")).isPresent()) {
      return true;
    }
    findings.error(
        metric.place(),
        "is of data source type " + type.map(name -> "\"" + name + "\"").orElse("nobody names"),
        "Weir evaluates type: weir; other sources stay with their own tools");
    return false;
  }

  private Optional<Selected> raw(Ratio ratio) {
    WeirSpec spec = ratio.raw().orElseThrow().spec();
    if (ratio.rawType().filter(type -> type.value().equals("failure")).isPresent()) {
      findings.error(
          ratio.rawType().get().place(),
          "is failure",
          "Weir's indicators are good of total: write success");
      return Optional.empty();
    }
    if (spec.count().isPresent() || spec.cel().isPresent()) {
      findings.error(
          spec.place(),
          "has count or cel in a raw ratio",
          "leave them out, or write good and total");
      return Optional.empty();
    }
    return builtIn(spec).map(found -> new Selected(found, Optional.empty()));
  }

  private Optional<Selected> counts(Sli sli, WeirSpec part, WeirSpec total, boolean good) {
    if (!part.isAboutTheSame(total)) {
      findings.error(
          total.place(),
          "total is of other events than " + (good ? "good" : "bad"),
          "expected: the same indicator, service, client, port, protocol and fanOut in both");
      return Optional.empty();
    }
    if (part.cel().isPresent() || total.cel().isPresent()) {
      return custom(sli, part, total, good);
    }
    boolean counted = requireCount(part, good ? "good" : "bad") & requireCount(total, "total");
    return counted
        ? builtIn(total).map(found -> new Selected(found, Optional.empty()))
        : Optional.empty();
  }

  private boolean requireCount(WeirSpec spec, String expected) {
    boolean right = spec.count().filter(count -> count.value().equals(expected)).isPresent();
    if (!right) {
      findings.error(
          spec.count().map(Located::place).orElse(spec.place()),
          spec.count().map(count -> "count is " + count.value()).orElse("count is missing"),
          "expected: count: " + expected);
    }
    return right;
  }

  private Optional<Selected> custom(Sli sli, WeirSpec part, WeirSpec total, boolean good) {
    if (!good || part.cel().isEmpty() || total.cel().isEmpty() || part.indicator().isPresent()) {
      findings.error(
          part.place(),
          "a condition of one's own needs cel in good and in total, and no indicator",
          "expected: good: {cel: …}, total: {cel: …}");
      return Optional.empty();
    }
    String name = "slo-" + sli.metadata().name().value();
    CustomIndicator indicator =
        CustomIndicator.newBuilder()
            .setName(name)
            .setGood(part.cel().get().value())
            .setTotal(total.cel().get().value())
            .build();
    return selector(name, total).map(found -> new Selected(found, Optional.of(indicator)));
  }

  private Optional<Selected> threshold(Metric metric, Objective objective) {
    WeirSpec spec = metric.spec();
    Optional<String> indicator = spec.indicator().map(Located::value);
    Optional<Duration> counted =
        indicator.flatMap(
            name ->
                switch (name) {
                  case "http-latency" -> Optional.of(thresholds.http());
                  case "dns-latency" -> Optional.of(thresholds.dns());
                  default -> Optional.empty();
                });
    if (counted.isEmpty()) {
      findings.error(
          spec.indicator().map(Located::place).orElse(spec.place()),
          "a thresholdMetric of " + indicator.orElse("no indicator"),
          "expected: http-latency or dns-latency; others are ratios");
      return Optional.empty();
    }
    if (objective.op().isEmpty() || objective.value().isEmpty()) {
      return Optional.empty(); // told where the document is read, or below
    }
    BigDecimal seconds = objective.value().get().value();
    BigDecimal expected = BigDecimal.valueOf(counted.get().toMillis(), 3);
    if (!objective.op().get().value().equals("lte") || seconds.compareTo(expected) != 0) {
      findings.error(
          objective.value().get().place(),
          "is " + objective.op().get().value() + " " + seconds,
          "the jobs count responses within "
              + expected.stripTrailingZeros().toPlainString()
              + " s: write op: lte and that value, or change jobs."
              + (indicator.get().startsWith("http") ? "http" : "dns")
              + "-latency-threshold");
      return Optional.empty();
    }
    return builtIn(spec).map(found -> new Selected(found, Optional.empty()));
  }

  private Optional<IndicatorSelector> builtIn(WeirSpec spec) {
    Optional<Located<String>> indicator = spec.indicator();
    if (indicator.isEmpty()) {
      findings.error(
          spec.place(), "indicator is missing", "expected: one of " + String.join(", ", BUILT_IN));
      return Optional.empty();
    }
    String name = indicator.get().value();
    if (!BUILT_IN.contains(name)) {
      findings.error(
          indicator.get().place(),
          "is \"" + name + "\"",
          Spelling.nearest(name, BUILT_IN)
              .map(near -> "did you mean " + near + "?")
              .orElse("expected: one of " + String.join(", ", BUILT_IN)));
      return Optional.empty();
    }
    return selector(name, spec);
  }

  private Optional<IndicatorSelector> selector(String indicator, WeirSpec spec) {
    boolean probe = indicator.equals("probe");
    if (probe ? spec.probe().isEmpty() || spec.service().isPresent() : spec.service().isEmpty()) {
      findings.error(
          spec.place(),
          probe ? "probe is missing" : "service is missing",
          probe
              ? "expected: probe: its id, or * for all, and no service"
              : "expected: service: name, namespace/name, or cluster/namespace/kind/name");
      return Optional.empty();
    }
    Optional<FanOut> fanOut = fanOut(spec);
    Optional<PeerPattern> service = spec.service().map(Selectors::pattern);
    Optional<PeerPattern> client = spec.client().map(Selectors::pattern);
    return fanOut.map(
        found ->
            new IndicatorSelector(
                indicator,
                service,
                client,
                spec.port().orElse(0),
                spec.protocol().map(text -> text.value().toUpperCase(Locale.ROOT)).orElse(""),
                spec.probe().map(Located::value).orElse(""),
                found));
  }

  private Optional<FanOut> fanOut(WeirSpec spec) {
    if (spec.fanOut().isEmpty()) {
      return Optional.of(FanOut.NONE);
    }
    return switch (spec.fanOut().get().value()) {
      case "service" -> Optional.of(FanOut.SERVICE);
      case "edge" -> Optional.of(FanOut.EDGE);
      default -> {
        findings.error(
            spec.fanOut().get().place(),
            "is \"" + spec.fanOut().get().value() + "\"",
            "expected: service or edge");
        yield Optional.empty();
      }
    };
  }

  /** {@code checkout}, {@code shop/checkout} or all four parts. */
  private static PeerPattern pattern(Located<String> text) {
    String[] parts = text.value().split("/", -1);
    return PeerPattern.of(
        switch (parts.length) {
          case 1 -> "*/*/*/" + parts[0];
          case 2 -> "*/" + parts[0] + "/*/" + parts[1];
          case 3 -> "*/" + text.value();
          case PARTS -> text.value();
          default -> "*/*/*/" + text.value().replace('/', '-');
        });
  }
}
