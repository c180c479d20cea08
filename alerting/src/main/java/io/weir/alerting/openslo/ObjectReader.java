package io.weir.alerting.openslo;

import io.weir.alerting.openslo.OpenSloObject.AlertCondition;
import io.weir.alerting.openslo.OpenSloObject.AlertNotificationTarget;
import io.weir.alerting.openslo.OpenSloObject.AlertPolicy;
import io.weir.alerting.openslo.OpenSloObject.DataSource;
import io.weir.alerting.openslo.OpenSloObject.Service;
import io.weir.alerting.openslo.OpenSloObject.Use;
import io.weir.config.Spelling;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Turns the fields of one document into an {@link OpenSloObject}, by the rules that every document
 * keeps by itself. Empty when it cannot be used; then there is an error that says why.
 */
final class ObjectReader {
  static final String VERSION = "openslo/v1";

  private static final int DESCRIPTION_MAX = 1_050;
  private static final int DISPLAY_NAME_MAX = 63;
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern LABEL_KEY =
      Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?");
  private static final Pattern ANNOTATION_PREFIX =
      Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  private static final List<String> OPERATORS = List.of("lte", "gte", "lt", "gt");

  final Findings findings;

  ObjectReader(Findings findings) {
    this.findings = findings;
  }

  /** One document. */
  Optional<? extends OpenSloObject> read(Fields fields) {
    Optional<Located<String>> version = fields.required("apiVersion", fields::text);
    Optional<Located<String>> kind = fields.required("kind", fields::text);
    if (version.isEmpty() || kind.isEmpty() || !isVersion(version.get())) {
      return Optional.empty();
    }
    for (Kind one : Kind.values()) {
      if (one.word().equals(kind.get().value())) {
        return object(one, fields);
      }
    }
    List<String> words = Arrays.stream(Kind.values()).map(Kind::word).toList();
    findings.error(
        kind.get().place(),
        "is \"" + kind.get().value() + "\"",
        Spelling.nearest(kind.get().value(), words)
            .map(word -> "did you mean " + word + "?")
            .orElse("expected: one of " + String.join(", ", words)));
    return Optional.empty();
  }

  private boolean isVersion(Located<String> version) {
    if (version.value().equals(VERSION)) {
      return true;
    }
    String advice =
        switch (version.value()) {
          case "openslo/v1alpha" ->
              "the version before v1: write apiVersion: openslo/v1, metricSource with type and spec,"
                  + " and timeWindow with duration and isRolling";
          case "openslo.com/v2alpha" ->
              "a draft: write apiVersion: openslo/v1, indicator for sli, indicatorRef for sliRef and"
                  + " service for serviceRef";
          default -> "expected: " + VERSION;
        };
    findings.error(version.place(), "is \"" + version.value() + "\"", advice);
    return false;
  }

  private Optional<? extends OpenSloObject> object(Kind kind, Fields fields) {
    return switch (kind) {
      case SERVICE ->
          body(fields, (meta, spec) -> Optional.of(new Service(meta, description(spec))));
      case DATA_SOURCE -> body(fields, this::dataSource);
      case SLI -> new IndicatorReader(this).sli(fields, true);
      case SLO -> new SloReader(this).slo(fields);
      case ALERT_POLICY -> policy(fields, true);
      case ALERT_CONDITION -> condition(fields, true);
      case ALERT_NOTIFICATION_TARGET -> target(fields, true);
    };
  }

  /** Makes an object of its metadata and spec. */
  interface Body<T> {
    Optional<T> of(Metadata metadata, Fields spec);
  }

  <T> Optional<T> body(Fields fields, Body<T> body) {
    Optional<Metadata> metadata =
        fields.required("metadata", fields::object).flatMap(this::metadata);
    Optional<Fields> spec = fields.required("spec", fields::object);
    // Both are read, so that problems of both are told.
    Optional<T> object =
        spec.flatMap(
            found -> {
              Optional<T> of = body.of(metadata.orElseGet(() -> unnamed(fields)), found);
              found.end();
              return of;
            });
    fields.end();
    return metadata.isEmpty() ? Optional.empty() : object;
  }

  /** For reading on, so that further problems are told; the object is not used. */
  private static Metadata unnamed(Fields fields) {
    return new Metadata(
        new Located<>("unnamed", fields.place()),
        Optional.empty(),
        Map.of(),
        Map.of(),
        fields.place());
  }

  private Optional<Metadata> metadata(Fields fields) {
    Optional<Located<String>> name =
        fields.required("name", fields::text).filter(text -> isName(text));
    Optional<Located<String>> display = fields.text("displayName");
    display
        .filter(text -> text.value().length() > DISPLAY_NAME_MAX)
        .ifPresent(
            text ->
                findings.warning(
                    text.place(),
                    "has " + text.value().length() + " characters",
                    "other tools take at most " + DISPLAY_NAME_MAX));
    Map<String, List<String>> labels = fields.texts("labels", true);
    labels.keySet().stream()
        .filter(key -> !LABEL_KEY.matcher(key).matches())
        .forEach(
            key ->
                findings.error(
                    fields.place("labels"),
                    "label \"" + key + "\"",
                    "expected: 1 to 63 letters and digits, with - _ . between them"));
    Map<String, String> annotations = annotations(fields);
    fields.end();
    return name.map(
        found ->
            new Metadata(found, display.map(Located::value), labels, annotations, fields.place()));
  }

  private Map<String, String> annotations(Fields fields) {
    Map<String, String> annotations = new LinkedHashMap<>();
    fields.texts("annotations", false).forEach((key, value) -> annotations.put(key, value.get(0)));
    for (String key : annotations.keySet()) {
      int slash = key.indexOf('/');
      boolean named = LABEL_KEY.matcher(key.substring(slash + 1)).matches();
      if (!named || (slash >= 0 && !ANNOTATION_PREFIX.matcher(key.substring(0, slash)).matches())) {
        findings.error(
            fields.place("annotations"),
            "annotation \"" + key + "\"",
            "expected: prefix/name, where the prefix is a DNS name and may be left out");
      }
      if (key.startsWith("openslo.com/")) {
        findings.warning(
            fields.place("annotations"),
            "annotation \"" + key + "\"",
            "openslo.com/ is reserved for the standard");
      }
    }
    return annotations;
  }

  private boolean isName(Located<String> name) {
    if (DNS_LABEL.matcher(name.value()).matches()) {
      return true;
    }
    findings.error(
        name.place(),
        "is \"" + name.value() + "\"",
        "expected: 1 to 63 of a-z, 0-9 and -, beginning and ending with a letter or digit");
    return false;
  }

  /** The name of another object. */
  Optional<Located<String>> ref(Fields fields, String field) {
    return fields.text(field).filter(this::isName);
  }

  Optional<String> description(Fields spec) {
    Optional<Located<String>> description = spec.text("description");
    description
        .filter(text -> text.value().length() > DESCRIPTION_MAX)
        .ifPresent(
            text ->
                findings.error(
                    text.place(),
                    "has " + text.value().length() + " characters",
                    "expected: at most " + DESCRIPTION_MAX));
    return description.map(Located::value);
  }

  private Optional<DataSource> dataSource(Metadata metadata, Fields spec) {
    Optional<String> description = description(spec);
    Optional<Located<String>> type = spec.required("type", spec::text);
    Optional<Fields> connection = spec.object("connectionDetails");
    if (connection.isEmpty() && type.filter(text -> text.value().equals("weir")).isEmpty()) {
      findings.warning(
          spec.place("connectionDetails"), "missing", "other tools ask for it; {} will do");
    }
    return type.map(
        found ->
            new DataSource(
                metadata,
                description,
                found,
                connection.map(details -> Set.copyOf(details.names())).orElse(Set.of())));
  }

  /** {@code kind} of an object in place; it may be left out nowhere but here. */
  private void kindInPlace(Fields fields, Kind kind) {
    fields
        .text("kind")
        .filter(text -> !text.value().equals(kind.word()))
        .ifPresent(
            text ->
                findings.error(
                    text.place(), "is \"" + text.value() + "\"", "expected: " + kind.word()));
    // Some write it here, too.
    fields.skip("apiVersion");
  }

  Optional<AlertPolicy> policy(Fields fields, boolean whole) {
    if (!whole) {
      kindInPlace(fields, Kind.ALERT_POLICY);
    }
    return body(
        fields,
        (metadata, spec) -> {
          Optional<String> description = description(spec);
          boolean noData = spec.bool("alertWhenNoData").map(Located::value).orElse(false);
          boolean resolved = spec.bool("alertWhenResolved").map(Located::value).orElse(false);
          boolean breaching = spec.bool("alertWhenBreaching").map(Located::value).orElse(false);
          if (!noData && !resolved && !breaching) {
            findings.warning(
                spec.place("alertWhenBreaching"),
                "the policy never tells anybody",
                "set alertWhenBreaching: true");
          }
          var conditions = uses(spec, "conditions", "conditionRef", one -> condition(one, false));
          var targets = uses(spec, "notificationTargets", "targetRef", one -> target(one, false));
          if (conditions.size() != 1) {
            findings.error(
                spec.place("conditions"),
                "has " + conditions.size() + " conditions",
                "expected: exactly 1; write a policy for each further one");
          }
          if (targets.isEmpty()) {
            findings.error(spec.place("notificationTargets"), "is empty", "expected: at least 1");
          }
          return Optional.of(
              new AlertPolicy(
                  metadata, description, noData, resolved, breaching, conditions, targets));
        });
  }

  /** A list whose elements are names, or objects in place. */
  <T extends OpenSloObject> List<Use<T>> uses(
      Fields spec, String field, String ref, Function<Fields, Optional<T>> inline) {
    List<Use<T>> uses = new ArrayList<>();
    for (Fields one : spec.objects(field)) {
      if (one.has(ref)) {
        Optional<Located<String>> name = ref(one, ref);
        if (one.names().size() > 1) {
          findings.error(
              one.place(), "names an object and writes one", "expected: only one of the two");
        } else {
          one.end();
        }
        name.ifPresent(found -> uses.add(new Use<>(Optional.empty(), Optional.of(found))));
      } else {
        inline
            .apply(one)
            .ifPresent(found -> uses.add(new Use<>(Optional.of(found), Optional.empty())));
      }
    }
    return uses;
  }

  Optional<AlertCondition> condition(Fields fields, boolean whole) {
    if (!whole) {
      kindInPlace(fields, Kind.ALERT_CONDITION);
    }
    return body(
        fields,
        (metadata, spec) -> {
          Optional<String> description = description(spec);
          Optional<Located<String>> severity = spec.required("severity", spec::text);
          Optional<Fields> condition = spec.required("condition", spec::object);
          return condition.flatMap(found -> burnRate(metadata, description, severity, found));
        });
  }

  private Optional<AlertCondition> burnRate(
      Metadata metadata,
      Optional<String> description,
      Optional<Located<String>> severity,
      Fields condition) {
    Optional<Located<String>> kind = condition.text("kind");
    kind.filter(text -> !text.value().equals("burnrate"))
        .ifPresent(
            text ->
                findings.error(text.place(), "is \"" + text.value() + "\"", "expected: burnrate"));
    if (kind.isEmpty() && !condition.has("kind")) {
      findings.warning(condition.place("kind"), "missing", "other tools ask for kind: burnrate");
    }
    Optional<Located<String>> op = operator(condition, true);
    Optional<Located<BigDecimal>> threshold = condition.required("threshold", condition::number);
    Optional<Located<DurationShorthand>> lookback =
        condition.required("lookbackWindow", condition::duration);
    Optional<Located<DurationShorthand>> after = condition.duration("alertAfter");
    condition.end();
    if (severity.isEmpty() || op.isEmpty() || threshold.isEmpty() || lookback.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new AlertCondition(
            metadata,
            description,
            severity.get(),
            op.get(),
            threshold.get(),
            lookback.get(),
            after));
  }

  /** {@code op} as a comparison. */
  Optional<Located<String>> operator(Fields fields, boolean required) {
    Optional<Located<String>> op =
        required ? fields.required("op", fields::text) : fields.text("op");
    return op.filter(
        text -> {
          boolean known = OPERATORS.contains(text.value());
          if (!known) {
            findings.error(
                text.place(),
                "is \"" + text.value() + "\"",
                "expected: one of " + String.join(", ", OPERATORS));
          }
          return known;
        });
  }

  private Optional<AlertNotificationTarget> target(Fields fields, boolean whole) {
    if (!whole) {
      kindInPlace(fields, Kind.ALERT_NOTIFICATION_TARGET);
    }
    return body(
        fields,
        (metadata, spec) -> {
          Optional<String> description = description(spec);
          return spec.required("target", spec::text)
              .map(found -> new AlertNotificationTarget(metadata, description, found));
        });
  }
}
