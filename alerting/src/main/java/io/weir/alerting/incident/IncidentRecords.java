package io.weir.alerting.incident;

import io.weir.alerting.cause.Cause;
import io.weir.alerting.cause.Diagnosis;
import io.weir.alerting.cause.Evidence;
import io.weir.alerting.cause.Target;

/** What was found out, as {@code weir.incidents.v1} says it. */
final class IncidentRecords {
  private IncidentRecords() {}

  static io.weir.slo.v1.Diagnosis of(
      Target target, Diagnosis diagnosis, long lookedNs, String limits) {
    var record =
        io.weir.slo.v1.Diagnosis.newBuilder()
            .setIndicator(target.indicator())
            .setServer(target.server())
            .setClient(target.client().orElse(""))
            .setProbe(target.probe().orElse(""))
            .setSentence(diagnosis.sentence())
            .setLayer(diagnosis.layer().label())
            .setBeganNs(diagnosis.startNs())
            .setLookedNs(lookedNs)
            .setCallersHit(diagnosis.callersHit())
            .setCallers(diagnosis.callers())
            .setBad(diagnosis.bad())
            .setTotal(diagnosis.total())
            .setUsualBad(diagnosis.usualBad())
            .setUsualTotal(diagnosis.usualTotal())
            .setLimits(limits);
    diagnosis.causes().forEach(cause -> record.addCauses(of(cause)));
    return record.setFlows(FlowsCommand.of(record)).build();
  }

  private static io.weir.slo.v1.Cause of(Cause cause) {
    var record =
        io.weir.slo.v1.Cause.newBuilder()
            .setKind(cause.kind().label())
            .setSubject(cause.subject())
            .setSentence(cause.sentence())
            .setScore(cause.score().value())
            .setCoverage(cause.score().coverage())
            .setTiming(cause.score().timing())
            .setSpecificity(cause.score().specificity())
            .setPlace(cause.score().place());
    cause.evidence().forEach(evidence -> record.addEvidence(of(evidence)));
    return record.build();
  }

  private static io.weir.slo.v1.Evidence of(Evidence evidence) {
    return io.weir.slo.v1.Evidence.newBuilder()
        .setFigure(evidence.figure())
        .setCount(evidence.count())
        .setTotal(evidence.total())
        .setUsualCount(evidence.usualCount())
        .setUsualTotal(evidence.usualTotal())
        .setStartNs(evidence.startNs())
        .setEndNs(evidence.endNs())
        .setSeries(evidence.series())
        .addAllFlows(evidence.flows())
        .build();
  }
}
