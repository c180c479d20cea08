package io.weir.alerting.openslo;

import io.weir.alerting.openslo.OpenSloObject.Indicator;
import io.weir.alerting.openslo.OpenSloObject.Objective;
import io.weir.alerting.openslo.OpenSloObject.Ratio;
import io.weir.alerting.openslo.OpenSloObject.Sli;
import io.weir.alerting.openslo.OpenSloObject.Slo;
import io.weir.alerting.openslo.OpenSloObject.TimeWindow;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads SLOs. */
final class SloReader {
  static final List<String> METHODS = List.of("Occurrences", "Timeslices", "RatioTimeslices");

  private static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final ObjectReader objects;
  private final IndicatorReader indicators;
  private final Findings findings;

  SloReader(ObjectReader objects) {
    this.objects = objects;
    this.indicators = new IndicatorReader(objects);
    this.findings = objects.findings;
  }

  /** When a calendar begins. */
  static LocalDateTime start(String text) {
    return LocalDateTime.parse(text, START);
  }

  Optional<Slo> slo(Fields fields) {
    return objects.body(fields, this::slo);
  }

  private Optional<Slo> slo(Metadata metadata, Fields spec) {
    Optional<String> description = objects.description(spec);
    Optional<Located<String>> service = spec.required("service", spec::text);
    service
        .filter(text -> text.value().isBlank())
        .ifPresent(text -> findings.error(text.place(), "is empty", "expected: a name"));
    Optional<Indicator> indicator = indicators.of(spec);
    Optional<TimeWindow> window = timeWindow(spec);
    Optional<Located<String>> method =
        spec.required("budgetingMethod", spec::text)
            .filter(
                text -> {
                  boolean known = METHODS.contains(text.value());
                  if (!known) {
                    findings.error(
                        text.place(),
                        "is \"" + text.value() + "\"",
                        "expected: one of " + String.join(", ", METHODS));
                  }
                  return known;
                });
    List<Objective> objectives = objectives(spec, indicator, method);
    requireOneLevel(spec, indicator, objectives);
    var policies =
        objects.uses(spec, "alertPolicies", "alertPolicyRef", one -> objects.policy(one, false));
    if (service.isEmpty() || window.isEmpty() || method.isEmpty() || objectives.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Slo(
            metadata,
            description,
            service.get(),
            indicator,
            window.get(),
            method.get(),
            objectives,
            policies));
  }

  private void requireOneLevel(
      Fields spec, Optional<Indicator> indicator, List<Objective> objectives) {
    long own = objectives.stream().filter(objective -> objective.indicator().isPresent()).count();
    boolean above = indicator.isPresent() || spec.has("indicator") || spec.has("indicatorRef");
    if (own == 0 && !above) {
      findings.error(spec.place("indicator"), "missing", "expected: indicator or indicatorRef");
    }
    if (own > 0 && above) {
      findings.error(
          spec.place("indicator"),
          "stands above objectives that have indicators of their own",
          "expected: in the spec, or in every objective");
    }
    if (own > 0 && own < objectives.size()) {
      objectives.stream()
          .filter(objective -> objective.indicator().isEmpty())
          .forEach(
              objective ->
                  findings.error(
                      objective.place(),
                      "has no indicator, but other objectives do",
                      "expected: one in every objective"));
    }
  }

  private Optional<TimeWindow> timeWindow(Fields spec) {
    List<Fields> windows = spec.objects("timeWindow");
    if (windows.size() != 1) {
      findings.error(
          spec.place("timeWindow"),
          spec.has("timeWindow") ? "has " + windows.size() + " entries" : "missing",
          "expected: a list of exactly 1, such as [{duration: 28d, isRolling: true}]");
      return Optional.empty();
    }
    Fields window = windows.get(0);
    Optional<Located<DurationShorthand>> duration = window.required("duration", window::duration);
    boolean rolling = window.bool("isRolling").map(Located::value).orElse(false);
    Optional<Fields> calendar = window.object("calendar");
    Optional<Located<String>> startTime =
        calendar.flatMap(found -> found.required("startTime", found::text)).filter(this::isStart);
    Optional<Located<String>> zone =
        calendar.flatMap(found -> found.required("timeZone", found::text)).filter(this::isZone);
    calendar.ifPresent(Fields::end);
    window.end();
    if (rolling && window.has("calendar")) {
      findings.error(
          window.place("calendar"),
          "stands in a rolling window",
          "expected: isRolling: true, or a calendar");
    }
    if (!rolling && !window.has("calendar")) {
      findings.error(
          window.place("isRolling"),
          "is not true, and there is no calendar",
          "write isRolling: true, or calendar with startTime and timeZone");
    }
    duration
        .filter(found -> found.value().amount() == 0)
        .ifPresent(
            found -> findings.error(found.place(), "is no time at all", "expected: 1 or more"));
    boolean usable = rolling || (startTime.isPresent() && zone.isPresent());
    return usable && duration.filter(found -> found.value().amount() > 0).isPresent()
        ? Optional.of(new TimeWindow(window.place(), duration.get(), rolling, startTime, zone))
        : Optional.empty();
  }

  private boolean isStart(Located<String> text) {
    try {
      start(text.value());
      return true;
    } catch (DateTimeParseException e) {
      findings.error(
          text.place(),
          "is \"" + text.value() + "\"",
          "expected: YYYY-MM-DD HH:MM:SS without a zone, such as \"2026-01-01 00:00:00\"");
      return false;
    }
  }

  private boolean isZone(Located<String> text) {
    try {
      ZoneId.of(text.value());
      return true;
    } catch (DateTimeException e) {
      findings.error(
          text.place(),
          "is \"" + text.value() + "\"",
          "expected: a name of the time zone database, such as Europe/Berlin or UTC");
      return false;
    }
  }

  private List<Objective> objectives(
      Fields spec, Optional<Indicator> above, Optional<Located<String>> method) {
    List<Fields> all = spec.objects("objectives");
    if (all.isEmpty()) {
      findings.error(
          spec.place("objectives"),
          spec.has("objectives") ? "is empty" : "missing",
          "expected: at least one, such as [{target: 0.999}]");
    }
    List<Objective> objectives = new ArrayList<>();
    for (Fields one : all) {
      Optional<Indicator> own = indicators.of(one);
      Optional<Located<String>> op = objects.operator(one, false);
      Optional<Located<BigDecimal>> value = one.number("value");
      requireComparison(one, own.or(() -> above), op.isPresent(), value.isPresent());
      Objective objective =
          new Objective(
              one.place(),
              one.text("displayName").map(Located::value),
              op,
              value,
              target(one),
              sliceTarget(one, method),
              sliceWindow(one, method),
              own,
              weight(one));
      one.end();
      objectives.add(objective);
    }
    return objectives;
  }

  /** Behind a ref it shows only when all documents are there. */
  private void requireComparison(
      Fields objective, Optional<Indicator> indicator, boolean op, boolean value) {
    Optional<Sli> sli = indicator.flatMap(Indicator::inline);
    if (sli.isEmpty()) {
      return;
    }
    Optional<Ratio> ratio = sli.get().ratio();
    if (ratio.isEmpty() && (!op || !value)) {
      findings.error(
          objective.place(op ? "value" : "op"),
          "missing",
          "a thresholdMetric is compared: op: lte with value: 0.3");
    }
    if (ratio.isPresent() && (objective.has("op") || objective.has("value"))) {
      findings.warning(
          objective.place(objective.has("op") ? "op" : "value"),
          "means nothing for a ratioMetric",
          "leave it out; other tools refuse it");
    }
  }

  private Optional<Located<BigDecimal>> target(Fields objective) {
    boolean ratio = objective.has("target");
    boolean percent = objective.has("targetPercent");
    Optional<Located<BigDecimal>> target =
        objective.number("target").filter(number -> isBelow(number, BigDecimal.ONE, "0.999"));
    Optional<Located<BigDecimal>> targetPercent =
        objective
            .number("targetPercent")
            .filter(number -> isBelow(number, HUNDRED, "99.9"))
            .map(number -> new Located<>(number.value().movePointLeft(2), number.place()));
    if (ratio == percent) {
      findings.error(
          objective.place("target"),
          ratio ? "stands beside targetPercent" : "missing",
          "expected: one of target: 0.999 and targetPercent: 99.9");
    }
    return target.or(() -> targetPercent);
  }

  private boolean isBelow(Located<BigDecimal> number, BigDecimal limit, String example) {
    if (number.value().signum() >= 0 && number.value().compareTo(limit) < 0) {
      return true;
    }
    boolean all = number.value().compareTo(limit) == 0;
    findings.error(
        number.place(),
        "is " + number.value() + (all ? ": a promise without any error budget" : ""),
        all
            ? "no service keeps it, and every burn rate would be endless; expected: less, such as "
                + example
            : "expected: 0 to below " + limit + ", such as " + example);
    return false;
  }

  private Optional<Located<BigDecimal>> sliceTarget(
      Fields objective, Optional<Located<String>> method) {
    boolean needed = method.filter(text -> text.value().equals("Timeslices")).isPresent();
    Optional<Located<BigDecimal>> target =
        needed
            ? objective.required("timeSliceTarget", objective::number)
            : objective.number("timeSliceTarget");
    return target.filter(
        number -> {
          boolean legal =
              number.value().signum() > 0 && number.value().compareTo(BigDecimal.ONE) <= 0;
          if (!legal) {
            findings.error(number.place(), "is " + number.value(), "expected: above 0 to 1");
          }
          return legal;
        });
  }

  private Optional<Located<DurationShorthand>> sliceWindow(
      Fields objective, Optional<Located<String>> method) {
    boolean needed = method.filter(text -> !text.value().equals("Occurrences")).isPresent();
    return needed
        ? objective.required("timeSliceWindow", objective::duration)
        : objective.duration("timeSliceWindow");
  }

  private Optional<Located<BigDecimal>> weight(Fields objective) {
    return objective
        .number("compositeWeight")
        .filter(
            number -> {
              boolean legal = number.value().signum() > 0;
              if (!legal) {
                findings.error(number.place(), "is " + number.value(), "expected: above 0");
              }
              return legal;
            });
  }
}
