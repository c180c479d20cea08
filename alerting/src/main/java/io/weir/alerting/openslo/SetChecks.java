package io.weir.alerting.openslo;

import io.weir.alerting.openslo.OpenSloObject.AlertCondition;
import io.weir.alerting.openslo.OpenSloObject.AlertNotificationTarget;
import io.weir.alerting.openslo.OpenSloObject.AlertPolicy;
import io.weir.alerting.openslo.OpenSloObject.DataSource;
import io.weir.alerting.openslo.OpenSloObject.Indicator;
import io.weir.alerting.openslo.OpenSloObject.Metric;
import io.weir.alerting.openslo.OpenSloObject.Objective;
import io.weir.alerting.openslo.OpenSloObject.Service;
import io.weir.alerting.openslo.OpenSloObject.Sli;
import io.weir.alerting.openslo.OpenSloObject.Slo;
import io.weir.alerting.openslo.OpenSloObject.Use;
import io.weir.config.Spelling;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What can only be told of all documents together: names that are there twice, or not at all. */
final class SetChecks {
  private final Documents documents;
  private final Map<ObjectName, Place> elsewhere;
  private final Findings findings;

  /**
   * @param elsewhere objects beside those of the documents
   */
  SetChecks(Documents documents, Map<ObjectName, Place> elsewhere, Findings findings) {
    this.documents = documents;
    this.elsewhere = elsewhere;
    this.findings = findings;
  }

  void check() {
    for (OpenSloObject object : documents.objects()) {
      if (object instanceof Slo slo) {
        slo(slo);
      } else if (object instanceof Sli sli) {
        sli(sli);
      } else if (object instanceof AlertPolicy policy) {
        policy(policy);
      }
    }
  }

  /** Those whose name an object before them has; that one holds. */
  List<OpenSloObject> duplicates() {
    Map<ObjectName, Place> first = new HashMap<>(elsewhere);
    List<OpenSloObject> duplicates = new ArrayList<>();
    for (OpenSloObject object : documents.objects()) {
      ObjectName name = ObjectName.of(object);
      Place place = object.metadata().name().place();
      Place before = first.putIfAbsent(name, place);
      if (before != null) {
        duplicates.add(object);
        findings.error(
            place, name + " is there already, at " + before, "give one of them another name");
      }
    }
    return duplicates;
  }

  private Set<String> names(Class<? extends OpenSloObject> type, Kind kind) {
    Set<String> names = new TreeSet<>(documents.byName(type).keySet());
    elsewhere.keySet().stream()
        .filter(name -> name.kind().equals(kind.word()))
        .forEach(name -> names.add(name.name()));
    return names;
  }

  private void slo(Slo slo) {
    Set<String> services = names(Service.class, Kind.SERVICE);
    if (!services.isEmpty() && !services.contains(slo.service().value())) {
      findings.warning(
          slo.service().place(),
          "no Service is named " + slo.service().value(),
          advice(slo.service().value(), services));
    }
    slo.indicator().ifPresent(this::indicator);
    Set<BigDecimal> targets = new HashSet<>();
    for (Objective objective : slo.objectives()) {
      objective.indicator().ifPresent(this::indicator);
      boolean twice =
          !slo.isComposite()
              && objective
                  .target()
                  .map(target -> !targets.add(target.value().stripTrailingZeros()))
                  .orElse(false);
      if (twice && objective.value().isEmpty()) {
        findings.warning(
            objective.target().orElseThrow().place(),
            "another objective has this target",
            "leave one of them out");
      }
      if (objective.compositeWeight().isPresent() && !slo.isComposite()) {
        findings.warning(
            objective.compositeWeight().get().place(),
            "means nothing outside of a composite",
            "give every objective an indicator, or leave it out");
      }
      if (objective.compositeWeight().isPresent()
          && slo.budgetingMethod().value().equals("Timeslices")) {
        findings.warning(
            objective.compositeWeight().get().place(),
            "means nothing for Timeslices: a slice is bad when it is bad for any objective",
            "leave it out");
      }
    }
    for (Use<AlertPolicy> use : slo.alertPolicies()) {
      use.inline().ifPresent(this::policy);
      use.ref().ifPresent(ref -> resolve(ref, AlertPolicy.class, Kind.ALERT_POLICY));
    }
  }

  private void indicator(Indicator indicator) {
    indicator.inline().ifPresent(this::sli);
    indicator.ref().ifPresent(ref -> resolve(ref, Sli.class, Kind.SLI));
  }

  private void sli(Sli sli) {
    metrics(sli)
        .flatMap(metric -> metric.ref().stream())
        .forEach(ref -> resolve(ref, DataSource.class, Kind.DATA_SOURCE));
  }

  static Stream<Metric> metrics(Sli sli) {
    return Stream.concat(
        sli.threshold().stream(),
        sli.ratio().stream()
            .flatMap(
                ratio ->
                    Stream.of(ratio.good(), ratio.bad(), ratio.total(), ratio.raw())
                        .flatMap(Optional::stream)));
  }

  private void policy(AlertPolicy policy) {
    policy.conditions().stream()
        .flatMap(use -> use.ref().stream())
        .forEach(ref -> resolve(ref, AlertCondition.class, Kind.ALERT_CONDITION));
    policy.targets().stream()
        .flatMap(use -> use.ref().stream())
        .forEach(
            ref -> resolve(ref, AlertNotificationTarget.class, Kind.ALERT_NOTIFICATION_TARGET));
  }

  private void resolve(Located<String> ref, Class<? extends OpenSloObject> type, Kind kind) {
    Set<String> names = names(type, kind);
    if (!names.contains(ref.value())) {
      findings.error(
          ref.place(),
          "no " + kind.word() + " is named " + ref.value(),
          advice(ref.value(), names));
    }
  }

  private static String advice(String name, Set<String> names) {
    return Spelling.nearest(name, names)
        .map(near -> "did you mean " + near + "?")
        .orElseGet(
            () ->
                names.isEmpty()
                    ? "there is none in these files"
                    : "expected: one of " + String.join(", ", List.copyOf(names)));
  }
}
