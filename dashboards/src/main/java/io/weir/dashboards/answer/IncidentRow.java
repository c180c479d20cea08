package io.weir.dashboards.answer;

import io.weir.slo.v1.Cause;
import io.weir.slo.v1.Diagnosis;
import io.weir.slo.v1.Evidence;
import io.weir.slo.v1.Incident;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Alerts that are, or were, open for one reason.
 *
 * @param id of the incident
 * @param slo whose alert people were told
 * @param service whom that is about
 * @param rule of that alert
 * @param severity of that alert
 * @param openedAt when it fired
 * @param closedAt when no alert as urgent was open any more; absent while one is
 * @param root the objective by which the others are affected
 * @param affected other objectives with an alert in it
 * @param alerts how many alerts belong to it
 * @param began when the bad events began; absent when nobody could look
 * @param layer that fails, for people
 * @param callersHit callers with more bad events than usual
 * @param callers all callers
 * @param bad events since it began
 * @param total events since it began
 * @param usualBad bad events of the time before
 * @param usualTotal events of the time before
 * @param cause the best cause in words, or why there is none
 * @param causes best first
 * @param flows a command that shows the flows, or empty
 * @param acknowledged who has taken it on; absent when nobody has
 * @param limits what could not be looked at, or empty
 */
public record IncidentRow(
    String id,
    String slo,
    String service,
    String rule,
    String severity,
    Instant openedAt,
    Optional<Instant> closedAt,
    String root,
    List<String> affected,
    int alerts,
    Optional<Instant> began,
    String layer,
    int callersHit,
    int callers,
    long bad,
    long total,
    long usualBad,
    long usualTotal,
    String cause,
    List<CauseView> causes,
    String flows,
    Optional<SilenceRow> acknowledged,
    String limits) {
  /**
   * One likely cause; score and its parts are between 0 and 1.
   *
   * @param kind {@code policy-denial}, {@code oom-kill}, …
   * @param subject what is at fault
   */
  public record CauseView(
      String kind,
      String subject,
      String sentence,
      double score,
      double coverage,
      double timing,
      double specificity,
      double place,
      List<EvidenceView> evidence) {}

  /**
   * A figure that speaks for a cause.
   *
   * @param total 0 when there is no whole
   * @param series topic and subject
   * @param flows samples
   */
  public record EvidenceView(
      String figure,
      long count,
      long total,
      long usualCount,
      long usualTotal,
      Instant from,
      Instant to,
      String series,
      List<String> flows) {}

  static IncidentRow of(Incident incident, Optional<SilenceRow> acknowledged) {
    Diagnosis diagnosis = incident.getDiagnosis();
    var alert = incident.getAlert();
    return new IncidentRow(
        incident.getId(),
        alert.getSlo(),
        alert.getService(),
        alert.getPolicy(),
        alert.getSeverity(),
        TimeRange.instant(incident.getOpenedNs()),
        AlertRow.time(incident.getClosedNs()),
        incident.getRoot(),
        incident.getMembersList().stream()
            .map(Incident.Member::getSlo)
            .filter(slo -> !slo.equals(alert.getSlo()))
            .distinct()
            .sorted()
            .toList(),
        incident.getMembersCount(),
        AlertRow.time(diagnosis.getBeganNs()),
        diagnosis.getLayer(),
        diagnosis.getCallersHit(),
        diagnosis.getCallers(),
        diagnosis.getBad(),
        diagnosis.getTotal(),
        diagnosis.getUsualBad(),
        diagnosis.getUsualTotal(),
        diagnosis.getSentence(),
        diagnosis.getCausesList().stream().map(IncidentRow::cause).toList(),
        diagnosis.getFlows(),
        acknowledged,
        diagnosis.getLimits());
  }

  private static CauseView cause(Cause cause) {
    return new CauseView(
        cause.getKind(),
        cause.getSubject(),
        cause.getSentence(),
        cause.getScore(),
        cause.getCoverage(),
        cause.getTiming(),
        cause.getSpecificity(),
        cause.getPlace(),
        cause.getEvidenceList().stream().map(IncidentRow::evidence).toList());
  }

  private static EvidenceView evidence(Evidence evidence) {
    return new EvidenceView(
        evidence.getFigure(),
        evidence.getCount(),
        evidence.getTotal(),
        evidence.getUsualCount(),
        evidence.getUsualTotal(),
        TimeRange.instant(evidence.getStartNs()),
        TimeRange.instant(evidence.getEndNs()),
        evidence.getSeries(),
        evidence.getFlowsList());
  }

  /** Whether an alert as urgent as the one that was told is open. */
  public boolean isOpen() {
    return closedAt.isEmpty();
  }
}
