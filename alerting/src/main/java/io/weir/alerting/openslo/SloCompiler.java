package io.weir.alerting.openslo;

import io.weir.alerting.openslo.Compiled.About;
import io.weir.alerting.openslo.OpenSloObject.AlertCondition;
import io.weir.alerting.openslo.OpenSloObject.AlertNotificationTarget;
import io.weir.alerting.openslo.OpenSloObject.AlertPolicy;
import io.weir.alerting.openslo.OpenSloObject.Indicator;
import io.weir.alerting.openslo.OpenSloObject.Objective;
import io.weir.alerting.openslo.OpenSloObject.Sli;
import io.weir.alerting.openslo.OpenSloObject.TimeWindow;
import io.weir.alerting.openslo.OpenSloObject.Use;
import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Comparison;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import io.weir.alerting.slo.Target;
import io.weir.slo.v1.CustomIndicator;
import io.weir.slo.v1.SloDefinition;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns documents into objectives that can be evaluated. Pure. */
public final class SloCompiler {
  private static final Duration PERIOD_MAX = Duration.ofDays(366);

  private final Documents documents;
  private final Findings findings = new Findings();
  private final Selectors selectors;
  private final List<Slo> slos = new ArrayList<>();
  private final List<SloDefinition> definitions = new ArrayList<>();
  private final Map<String, About> about = new LinkedHashMap<>();

  private SloCompiler(Documents documents, Duration httpThreshold, Duration dnsThreshold) {
    this.documents = documents;
    this.selectors =
        new Selectors(documents, new Selectors.Thresholds(httpThreshold, dnsThreshold), findings);
  }

  /**
   * Compiles all SLOs that can be; the others have errors among the findings.
   *
   * @param httpThreshold within which {@code http-latency} is good, as the jobs are configured
   * @param dnsThreshold the same of {@code dns-latency}
   */
  public static Compiled compile(
      Documents documents, Duration httpThreshold, Duration dnsThreshold) {
    SloCompiler compiler = new SloCompiler(documents, httpThreshold, dnsThreshold);
    documents.objects().stream()
        .filter(OpenSloObject.Slo.class::isInstance)
        .map(OpenSloObject.Slo.class::cast)
        .filter(slo -> !documents.isBroken(slo))
        .forEach(compiler::slo);
    List<Finding> findings = new ArrayList<>(documents.findings());
    findings.addAll(compiler.findings.sorted());
    findings.sort(Finding.BY_PLACE);
    return new Compiled(compiler.slos, compiler.definitions, compiler.about, findings);
  }

  private void slo(OpenSloObject.Slo document) {
    long errors = findings.errors();
    Annotations annotations = new Annotations(document.metadata(), findings);
    Optional<Period> period = period(document.timeWindow());
    List<CustomIndicator> custom = new ArrayList<>();
    List<Slo> objectives = new ArrayList<>();
    boolean complete = areUsable(document);
    int number = 0;
    for (Objective objective : document.objectives()) {
      number++;
      Optional<Selectors.Selected> selected =
          indicator(document, objective).flatMap(sli -> selectors.of(sli, objective));
      Optional<BudgetMethod> method = method(document, objective, annotations);
      if (period.isEmpty()
          || selected.isEmpty()
          || method.isEmpty()
          || objective.target().isEmpty()) {
        complete = false;
        continue;
      }
      selected.get().custom().filter(one -> !custom.contains(one)).ifPresent(custom::add);
      String id = Slo.id(document.metadata().name().value(), name(document, objective, number));
      objectives.add(
          new Slo(
              id,
              document.service().value(),
              labels(document),
              selected.get().selector(),
              new io.weir.alerting.slo.Objective(
                  new Target(objective.target().get().value()), method.get(), period.get()),
              rules(document, annotations, period.get()),
              annotations.maintenance(),
              Instant.EPOCH));
    }
    // Half a promise would be another one.
    if (complete && findings.errors() == errors) {
      slos.addAll(objectives);
      objectives.forEach(slo -> about.put(slo.id(), about(document, annotations)));
      definitions.add(
          SloDefinition.newBuilder()
              .setName(document.metadata().name().value())
              .addAllCustom(custom)
              .build());
    }
  }

  /** Whether the policies it names are there and without errors; of indicators it shows anyway. */
  private boolean areUsable(OpenSloObject.Slo document) {
    return document.alertPolicies().stream()
        .flatMap(use -> use.ref().stream())
        .map(ref -> find(AlertPolicy.class, ref))
        .allMatch(
            policy ->
                policy
                    .filter(found -> !documents.isBroken(found))
                    .filter(found -> condition(found).isPresent())
                    .isPresent());
  }

  private Optional<Sli> indicator(OpenSloObject.Slo document, Objective objective) {
    Optional<Indicator> indicator = objective.indicator().or(document::indicator);
    return indicator.flatMap(Indicator::inline).or(() -> referredSli(indicator));
  }

  private Optional<Sli> referredSli(Optional<Indicator> indicator) {
    return indicator
        .flatMap(Indicator::ref)
        .flatMap(ref -> find(Sli.class, ref))
        .filter(sli -> !documents.isBroken(sli));
  }

  /** Empty for the only objective. */
  private static String name(OpenSloObject.Slo document, Objective objective, int number) {
    if (document.objectives().size() == 1) {
      return "";
    }
    String name =
        objective
            .displayName()
            .orElse("")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    long same =
        document.objectives().stream()
            .filter(other -> other.displayName().equals(objective.displayName()))
            .count();
    return name.isEmpty() || same > 1 ? Integer.toString(number) : name;
  }

  private static Map<String, String> labels(OpenSloObject.Slo document) {
    Map<String, String> labels = new TreeMap<>();
    document
        .metadata()
        .labels()
        .forEach((key, values) -> labels.put(key, String.join(",", values)));
    return labels;
  }

  private About about(OpenSloObject.Slo document, Annotations annotations) {
    return new About(
        document.metadata().name().value(),
        document.metadata().displayName().orElse(document.metadata().name().value()),
        document.description().orElse(""),
        annotations.text(Annotations.RUNBOOK).orElse(""),
        annotations.text(Annotations.OWNER).orElse(""),
        document.alertPolicies().stream()
            .flatMap(
                use ->
                    use
                        .inline()
                        .or(() -> use.ref().flatMap(ref -> find(AlertPolicy.class, ref)))
                        .stream())
            .flatMap(policy -> targets(policy).stream())
            .distinct()
            .toList());
  }

  private Optional<Period> period(TimeWindow window) {
    DurationShorthand duration = window.duration().value();
    if (window.rolling()) {
      Duration length = duration.toDuration();
      if (length.compareTo(Duration.ofHours(1)) < 0 || length.compareTo(PERIOD_MAX) > 0) {
        findings.error(
            window.duration().place(),
            "is " + duration,
            duration.unit() == 'm'
                ? "m are minutes: for months write " + duration.amount() + "M"
                : "expected: 1h to 366d");
        return Optional.empty();
      }
      return Optional.of(new Period.Rolling(length));
    }
    return Optional.of(
        new Period.Calendar(
            SloReader.start(window.startTime().orElseThrow().value()),
            duration.calendarAmount(),
            duration.calendarUnit(),
            ZoneId.of(window.timeZone().orElseThrow().value())));
  }

  private Optional<BudgetMethod> method(
      OpenSloObject.Slo document, Objective objective, Annotations annotations) {
    if (document.budgetingMethod().value().equals("Occurrences")) {
      return Optional.of(new BudgetMethod.Occurrences());
    }
    if (objective.timeSliceWindow().isEmpty()) {
      return Optional.empty();
    }
    Duration slice = objective.timeSliceWindow().get().value().toDuration();
    Duration period = document.timeWindow().duration().value().toDuration();
    if (slice.isZero() || slice.compareTo(period) >= 0) {
      findings.error(
          objective.timeSliceWindow().get().place(),
          "is " + objective.timeSliceWindow().get().value(),
          "expected: a part of the window, such as 1m");
      return Optional.empty();
    }
    if (document.budgetingMethod().value().equals("RatioTimeslices")) {
      return Optional.of(new BudgetMethod.RatioTimeslices(slice, annotations.emptySlices()));
    }
    return objective
        .timeSliceTarget()
        .map(
            target ->
                new BudgetMethod.Timeslices(slice, target.value(), annotations.emptySlices()));
  }

  private AlertRules rules(OpenSloObject.Slo document, Annotations annotations, Period period) {
    Duration length = length(document, period);
    List<BurnRule> rules = new ArrayList<>(annotations.burnRules(length));
    boolean noData = false;
    for (Use<AlertPolicy> use : document.alertPolicies()) {
      Optional<AlertPolicy> policy =
          use.inline().or(() -> use.ref().flatMap(ref -> find(AlertPolicy.class, ref)));
      if (policy.isEmpty()) {
        continue;
      }
      noData |= policy.get().alertWhenNoData();
      if (policy.get().alertWhenBreaching()) {
        condition(policy.get())
            .flatMap(condition -> rule(policy.get(), condition))
            .filter(rule -> rules.stream().noneMatch(other -> other.name().equals(rule.name())))
            .ifPresent(rules::add);
      }
    }
    if (rules.isEmpty() && document.alertPolicies().isEmpty()) {
      rules.addAll(BurnRule.standard(length));
    }
    return new AlertRules(
        rules,
        annotations.notices(),
        annotations.guard(),
        annotations.noData(noData),
        annotations.resolveBelow());
  }

  private static Duration length(OpenSloObject.Slo document, Period period) {
    return period instanceof Period.Rolling rolling
        ? rolling.length()
        : document.timeWindow().duration().value().toDuration();
  }

  private <T extends OpenSloObject> Optional<T> find(Class<T> type, Located<String> ref) {
    return Optional.ofNullable(documents.byName(type).get(ref.value()));
  }

  private Optional<AlertCondition> condition(AlertPolicy policy) {
    return policy.conditions().stream()
        .findFirst()
        .flatMap(use -> use.inline().or(() -> referred(use.ref())))
        .filter(found -> !documents.isBroken(found));
  }

  private Optional<AlertCondition> referred(Optional<Located<String>> ref) {
    return ref.flatMap(name -> find(AlertCondition.class, name));
  }

  private Optional<BurnRule> rule(AlertPolicy policy, AlertCondition condition) {
    DurationShorthand lookback = condition.lookbackWindow().value();
    BigDecimal threshold = condition.threshold().value();
    try {
      return Optional.of(
          BurnRule.ofCondition(
              policy.metadata().name().value(),
              condition.severity().value(),
              Comparison.valueOf(condition.op().value().toUpperCase(Locale.ROOT)),
              threshold.doubleValue(),
              lookback.toDuration(),
              condition
                  .alertAfter()
                  .map(after -> after.value().toDuration())
                  .orElse(Duration.ZERO)));
    } catch (IllegalArgumentException e) {
      findings.error(
          condition.lookbackWindow().place(),
          "cannot be evaluated: " + e.getMessage(),
          "expected: a lookbackWindow of 1m or more, a threshold of 0 or more");
      return Optional.empty();
    }
  }

  private List<String> targets(AlertPolicy policy) {
    return policy.targets().stream()
        .flatMap(
            use ->
                use
                    .inline()
                    .or(() -> use.ref().flatMap(ref -> find(AlertNotificationTarget.class, ref)))
                    .stream())
        .map(target -> target.target().value())
        .toList();
  }
}
