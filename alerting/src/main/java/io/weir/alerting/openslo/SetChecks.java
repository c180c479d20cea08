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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What can only be told of all documents together: names that are there twice, or not at all. */
final class SetChecks {
  private final Documents documents;
  private final Findings findings;

  SetChecks(Documents documents, Findings findings) {
    this.documents = documents;
    this.findings = findings;
  }

  void check() {
    duplicates();
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

  private void duplicates() {
    Map<String, Place> first = new HashMap<>();
    for (OpenSloObject object : documents.objects()) {
      Located<String> name = object.metadata().name();
      Place before = first.putIfAbsent(object.kind() + " " + name.value(), name.place());
      if (before != null) {
        findings.error(
            name.place(),
            object.kind().word() + " " + name.value() + " is there already, at " + before,
            "give one of them another name");
      }
    }
  }

  private void slo(Slo slo) {
    Map<String, Service> services = documents.byName(Service.class);
    if (!services.isEmpty() && !services.containsKey(slo.service().value())) {
      findings.warning(
          slo.service().place(),
          "no Service is named " + slo.service().value(),
          advice(slo.service().value(), services.keySet()));
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

  private <T extends OpenSloObject> void resolve(Located<String> ref, Class<T> type, Kind kind) {
    Set<String> names = documents.byName(type).keySet();
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
