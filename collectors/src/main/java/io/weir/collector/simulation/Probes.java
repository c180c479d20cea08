package io.weir.collector.simulation;

import io.weir.event.v1.Probe;
import io.weir.ingest.v1.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Readiness probes of pods, and their state by Kubernetes' own rules: one success is healthy, three
 * failures in a row are failing. Bounded by the pods of the scenario.
 */
final class Probes {
  private static final int FAILURES_UNTIL_FAILING = 3;
  private static final long LATENCY_NS = 3_000_000;
  private static final long DAY_NS = 86_400 * Setting.SECOND;
  private static final long VALID_NS = 90 * DAY_NS;
  private static final double LATENCY_SIGMA = 0.4;

  private final Setting setting;
  private final Dice dice;
  private final Map<String, State> states = new HashMap<>();

  /** How one probe stands. */
  private static final class State {
    long attempts;
    int failures;
    Probe.State told = Probe.State.UNKNOWN;
    long sinceNs;
  }

  Probes(Setting setting, Dice dice) {
    this.setting = setting;
    this.dice = dice;
  }

  /** Why a probe fails. */
  private record Failure(
      Incidents.Incident incident, Probe.FailureClass kind, String message, int code) {}

  void plan(Pod pod, ServiceSpec spec, long ns) {
    String id = HostReports.podText(pod) + "/readiness";
    long clockNs = pod.node().clock(ns);
    Optional<Failure> failure = failure(pod, ns);
    State state = states.computeIfAbsent(id, key -> new State());
    state.attempts++;
    state.failures = failure.isPresent() ? state.failures + 1 : 0;
    Probe.State now = state.told;
    if (failure.isEmpty()) {
      now = Probe.State.HEALTHY;
    } else if (state.failures >= FAILURES_UNTIL_FAILING) {
      now = Probe.State.FAILING;
    }
    if (now != state.told) {
      state.told = now;
      state.sinceNs = clockNs;
    }
    Probe.Builder probe =
        Probe.newBuilder()
            .setId(id)
            .setType("readiness")
            .setHandler("httpGet")
            .setTarget("https://" + pod.ip() + ":" + spec.port() + "/ready")
            .setEndpoint(pod.endpoint(true))
            .setSuccess(failure.isEmpty())
            .setCode(failure.map(Failure::code).orElse(200))
            .setDurationNs(dice.around(LATENCY_NS, LATENCY_SIGMA))
            .setState(now)
            .setConsecutive(failure.isPresent() ? state.failures : 1)
            .setStateSinceNs(state.sinceNs)
            .setAttempt(state.attempts)
            .setPeriodNs(HostReports.PERIOD_NS)
            .setCertificateExpiresNs(expiresNs(pod, clockNs));
    failure.ifPresent(why -> probe.setFailure(why.kind()).setMessage(why.message()));
    setting.recorder().add(pod.node(), ns, Event.newBuilder().setProbe(probe));
    setting.recorder().truth.probe(id, clockNs, failure.isEmpty());
    failure.ifPresent(why -> setting.recorder().truth.hit(why.incident().name(), id));
  }

  /** The certificate that expires does so when its incident begins. */
  private long expiresNs(Pod pod, long clockNs) {
    for (Incidents.Incident incident : setting.incidents().all()) {
      if (incident.fault() instanceof Fault.ExpiredCertificate expired
          && expired.service().equals(pod.service())
          && clockNs < incident.endNs()) {
        return incident.startNs();
      }
    }
    return clockNs / DAY_NS * DAY_NS + VALID_NS;
  }

  private Optional<Failure> failure(Pod pod, long ns) {
    return setting
        .incidents()
        .on(Fault.ServiceDown.class, ns, fault -> fault.service().equals(pod.service()))
        .map(match -> refused(match.incident()))
        .or(() -> setting.kills().down(pod, ns).map(kill -> refused(kill.incident())))
        .or(
            () ->
                setting
                    .incidents()
                    .on(
                        Fault.ExpiredCertificate.class,
                        ns,
                        fault -> fault.service().equals(pod.service()))
                    .map(
                        match ->
                            new Failure(
                                match.incident(),
                                Probe.FailureClass.TLS,
                                "The certificate has expired.",
                                -1)));
  }

  private static Failure refused(Incidents.Incident incident) {
    return new Failure(incident, Probe.FailureClass.CONNECT, "Connection refused.", -1);
  }
}
