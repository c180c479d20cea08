package io.weir.alerting.openslo;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One object of OpenSLO v1 with every field that it may have. */
public sealed interface OpenSloObject {
  /** What every object has. */
  Metadata metadata();

  /** Which kind it is. */
  Kind kind();

  /** For people; at most 1050 characters. */
  Optional<String> description();

  /** Groups objectives. */
  record Service(Metadata metadata, Optional<String> description) implements OpenSloObject {
    @Override
    public Kind kind() {
      return Kind.SERVICE;
    }
  }

  /**
   * Where indicators come from.
   *
   * @param type {@code weir}, or somebody else's
   * @param connectionKeys names of the connection details; their values are never kept
   */
  record DataSource(
      Metadata metadata,
      Optional<String> description,
      Located<String> type,
      Set<String> connectionKeys)
      implements OpenSloObject {
    @Override
    public Kind kind() {
      return Kind.DATA_SOURCE;
    }
  }

  /** An indicator: exactly one of the two. */
  record Sli(
      Metadata metadata,
      Optional<String> description,
      Optional<Metric> threshold,
      Optional<Ratio> ratio)
      implements OpenSloObject {
    @Override
    public Kind kind() {
      return Kind.SLI;
    }
  }

  /**
   * Good or bad of total, or a ready-made ratio.
   *
   * @param counter as the document says; Weir's counts are counters whatever it says
   * @param rawType {@code success} or {@code failure}
   */
  record Ratio(
      Place place,
      boolean counter,
      Optional<Metric> good,
      Optional<Metric> bad,
      Optional<Metric> total,
      Optional<Metric> raw,
      Optional<Located<String>> rawType) {}

  /**
   * A series.
   *
   * @param ref name of a {@link DataSource}
   * @param type of the source, where no ref says it
   * @param spec whose fields are the source's own
   */
  record Metric(
      Place place, Optional<Located<String>> ref, Optional<Located<String>> type, WeirSpec spec) {}

  /** A promise. */
  record Slo(
      Metadata metadata,
      Optional<String> description,
      Located<String> service,
      Optional<Indicator> indicator,
      TimeWindow timeWindow,
      Located<String> budgetingMethod,
      List<Objective> objectives,
      List<Use<AlertPolicy>> alertPolicies)
      implements OpenSloObject {
    public Slo {
      objectives = List.copyOf(objectives);
      alertPolicies = List.copyOf(alertPolicies);
    }

    @Override
    public Kind kind() {
      return Kind.SLO;
    }

    /** Whether its objectives have indicators of their own. */
    public boolean isComposite() {
      return objectives.stream().anyMatch(objective -> objective.indicator().isPresent());
    }
  }

  /** An indicator written in place, or named. */
  record Indicator(Optional<Sli> inline, Optional<Located<String>> ref) {}

  /** An object written in place, or named. */
  record Use<T extends OpenSloObject>(Optional<T> inline, Optional<Located<String>> ref) {}

  /** The time over which the promise holds. */
  record TimeWindow(
      Place place,
      Located<DurationShorthand> duration,
      boolean rolling,
      Optional<Located<String>> startTime,
      Optional<Located<String>> timeZone) {}

  /**
   * One target.
   *
   * @param target as a share, whichever way the document says it
   */
  record Objective(
      Place place,
      Optional<String> displayName,
      Optional<Located<String>> op,
      Optional<Located<BigDecimal>> value,
      Optional<Located<BigDecimal>> target,
      Optional<Located<BigDecimal>> timeSliceTarget,
      Optional<Located<DurationShorthand>> timeSliceWindow,
      Optional<Indicator> indicator,
      Optional<Located<BigDecimal>> compositeWeight) {}

  /** When somebody is told, and who. */
  record AlertPolicy(
      Metadata metadata,
      Optional<String> description,
      boolean alertWhenNoData,
      boolean alertWhenResolved,
      boolean alertWhenBreaching,
      List<Use<AlertCondition>> conditions,
      List<Use<AlertNotificationTarget>> targets)
      implements OpenSloObject {
    public AlertPolicy {
      conditions = List.copyOf(conditions);
      targets = List.copyOf(targets);
    }

    @Override
    public Kind kind() {
      return Kind.ALERT_POLICY;
    }
  }

  /** A burn rate over one window. */
  record AlertCondition(
      Metadata metadata,
      Optional<String> description,
      Located<String> severity,
      Located<String> op,
      Located<BigDecimal> threshold,
      Located<DurationShorthand> lookbackWindow,
      Optional<Located<DurationShorthand>> alertAfter)
      implements OpenSloObject {
    @Override
    public Kind kind() {
      return Kind.ALERT_CONDITION;
    }
  }

  /** Whom to tell; how is the tool's business. */
  record AlertNotificationTarget(
      Metadata metadata, Optional<String> description, Located<String> target)
      implements OpenSloObject {
    @Override
    public Kind kind() {
      return Kind.ALERT_NOTIFICATION_TARGET;
    }
  }
}
