package io.weir.alerting.openslo;

import io.weir.alerting.openslo.OpenSloObject.Indicator;
import io.weir.alerting.openslo.OpenSloObject.Metric;
import io.weir.alerting.openslo.OpenSloObject.Ratio;
import io.weir.alerting.openslo.OpenSloObject.Sli;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads indicators: objects of their own, and in place. */
final class IndicatorReader {
  private final ObjectReader objects;
  private final Findings findings;

  IndicatorReader(ObjectReader objects) {
    this.objects = objects;
    this.findings = objects.findings;
  }

  /** {@code indicator} or {@code indicatorRef} of an objective or SLO; empty without either. */
  Optional<Indicator> of(Fields fields) {
    Optional<Located<String>> ref = objects.ref(fields, "indicatorRef");
    Optional<Fields> inline = fields.object("indicator");
    if (ref.isPresent() && inline.isPresent()) {
      findings.error(
          fields.place("indicatorRef"), "stands beside indicator", "expected: only one of the two");
    }
    Optional<Sli> sli = inline.flatMap(found -> sli(found, false));
    return ref.isPresent() || sli.isPresent()
        ? Optional.of(new Indicator(sli, ref))
        : Optional.empty();
  }

  Optional<Sli> sli(Fields fields, boolean whole) {
    if (!whole) {
      fields.skip("kind");
      fields.skip("apiVersion");
    }
    return objects.body(
        fields,
        (metadata, spec) -> {
          Optional<String> description = objects.description(spec);
          boolean both = spec.has("thresholdMetric") && spec.has("ratioMetric");
          boolean neither = !spec.has("thresholdMetric") && !spec.has("ratioMetric");
          if (both || neither) {
            findings.error(
                spec.place(),
                both ? "has thresholdMetric and ratioMetric" : "has no metric",
                "expected: one of thresholdMetric and ratioMetric");
          }
          Optional<Metric> threshold = spec.object("thresholdMetric").flatMap(this::metric);
          Optional<Ratio> ratio = spec.object("ratioMetric").map(this::ratio);
          return both || (threshold.isEmpty() && ratio.isEmpty())
              ? Optional.empty()
              : Optional.of(new Sli(metadata, description, threshold, ratio));
        });
  }

  private Ratio ratio(Fields fields) {
    boolean counter = fields.bool("counter").map(Located::value).orElse(false);
    Optional<Metric> good = fields.object("good").flatMap(this::metric);
    Optional<Metric> bad = fields.object("bad").flatMap(this::metric);
    Optional<Metric> total = fields.object("total").flatMap(this::metric);
    Optional<Metric> raw = fields.object("raw").flatMap(this::metric);
    Optional<Located<String>> rawType = fields.text("rawType");
    if (fields.has("raw")) {
      if (fields.has("good") || fields.has("bad") || fields.has("total")) {
        findings.error(
            fields.place("raw"), "stands beside counts", "expected: raw alone, or counts");
      }
      if (!fields.has("rawType")) {
        findings.error(fields.place("rawType"), "missing", "expected: success or failure");
      }
    } else {
      if (!fields.has("total")) {
        findings.error(
            fields.place("total"), "missing", "expected: total with good or bad, or raw");
      }
      if (fields.has("good") == fields.has("bad")) {
        findings.error(
            fields.place("good"),
            fields.has("good") ? "stands beside bad" : "missing",
            "expected: one of good and bad");
      }
    }
    rawType
        .filter(text -> !text.value().equals("success") && !text.value().equals("failure"))
        .ifPresent(
            text ->
                findings.error(
                    text.place(), "is \"" + text.value() + "\"", "expected: success or failure"));
    fields.end();
    return new Ratio(fields.place(), counter, good, bad, total, raw, rawType);
  }

  private Optional<Metric> metric(Fields fields) {
    Optional<Fields> source = fields.required("metricSource", fields::object);
    fields.end();
    return source.flatMap(this::source);
  }

  private Optional<Metric> source(Fields fields) {
    Optional<Located<String>> ref = objects.ref(fields, "metricSourceRef");
    Optional<Located<String>> type = fields.text("type");
    if (ref.isEmpty() && type.isEmpty() && !fields.has("metricSourceRef") && !fields.has("type")) {
      findings.error(fields.place("type"), "missing", "write type: weir, or a metricSourceRef");
    }
    Optional<Fields> spec = fields.required("spec", fields::object);
    fields.end();
    spec.filter(found -> found.names().isEmpty())
        .ifPresent(
            found ->
                findings.error(
                    found.place(), "is empty", "expected: what is counted, such as indicator"));
    // Of another source's spec nothing is known; who it belongs to shows when refs are resolved.
    boolean others = type.filter(text -> !text.value().equals("weir")).isPresent();
    return spec.map(found -> new Metric(fields.place(), ref, type, spec(found, others)));
  }

  private WeirSpec spec(Fields fields, boolean others) {
    if (others) {
      return new WeirSpec(
          fields.place(),
          java.util.List.copyOf(fields.names()),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
    WeirSpec spec =
        new WeirSpec(
            fields.place(),
            java.util.List.copyOf(fields.names()),
            fields.text("indicator"),
            fields.text("service"),
            fields.text("client"),
            port(fields),
            fields.text("protocol"),
            fields.text("probe"),
            fields.text("fanOut"),
            fields.text("count"),
            fields.text("cel"));
    fields.end();
    return spec;
  }

  private Optional<Integer> port(Fields fields) {
    return fields
        .number("port")
        .flatMap(
            number -> {
              BigDecimal port = number.value();
              boolean legal =
                  port.stripTrailingZeros().scale() <= 0
                      && port.signum() > 0
                      && port.compareTo(BigDecimal.valueOf(65_535)) <= 0;
              if (!legal) {
                findings.error(number.place(), "is " + port, "expected: 1 to 65535");
              }
              return legal ? Optional.of(port.intValue()) : Optional.empty();
            });
  }
}
