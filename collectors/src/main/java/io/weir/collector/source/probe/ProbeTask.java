package io.weir.collector.source.probe;

import io.weir.event.v1.Probe;
import io.weir.event.v1.Probe.FailureClass;
import io.weir.hubble.flow.Endpoint;
import io.weir.ingest.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One probe and its life: waits for the gate and the delay, runs on its grid, keeps the state,
 * makes an event of each run. It plans its next run only after the last one ended, so no two
 * overlap; its fields therefore belong to one run after the other.
 *
 * <p>A startup probe ends with its first success and opens the gate, as in the kubelet.
 */
final class ProbeTask {
  private final ProbeSpec spec;
  private final Prober prober;
  private final Optional<Endpoint> endpoint;
  private final StartupGate gate;
  private final Scheduler scheduler;
  private final InstantSource clock;
  private final Runs runs;
  private ProbeState state;
  private long attempt;
  private long firstNs;

  /** Where events go; tells whether the probe shall go on. */
  @FunctionalInterface
  interface Runs {
    boolean ended(Event event, long lateNs) throws InterruptedException;
  }

  /**
   * @param endpoint what is probed, if that is known
   */
  ProbeTask(
      ProbeSpec spec,
      Prober prober,
      Optional<Endpoint> endpoint,
      StartupGate gate,
      Scheduler scheduler,
      InstantSource clock,
      Runs runs) {
    this.spec = spec;
    this.prober = prober;
    this.endpoint = endpoint;
    this.gate = gate;
    this.scheduler = scheduler;
    this.clock = clock;
    this.runs = runs;
    this.state = ProbeState.initial(spec.type(), Instant.EPOCH);
  }

  /**
   * Plans the first run.
   *
   * @param jitterNs added to the delay, so that probes do not run in step
   */
  void begin(long jitterNs) {
    Runnable first =
        () -> {
          state = ProbeState.initial(spec.type(), clock.instant());
          long delayNs = TimeUnit.SECONDS.toNanos(spec.initialDelaySeconds());
          firstNs = scheduler.nowNs() + delayNs + jitterNs;
          long at = firstNs;
          scheduler.at(at, () -> run(at));
        };
    if (spec.type() == ProbeType.STARTUP) {
      first.run();
    } else {
      gate.whenOpen(first);
    }
  }

  private void run(long plannedNs) {
    try {
      long lateNs = scheduler.nowNs() - plannedNs;
      var at = clock.instant();
      var timeout = Duration.ofSeconds(spec.timeoutSeconds());
      var clockOfRun = new Attempt(timeout, scheduler::nowNs);
      var outcome = Verdict.of(prober, clockOfRun, timeout);
      attempt++;
      // As in the kubelet, a run that could not be carried out says nothing about the target.
      if (outcome.failure() != FailureClass.INTERNAL) {
        state = state.plus(outcome.success(), at, spec);
      }
      boolean goOn = runs.ended(event(outcome, clockOfRun, at), lateNs);
      if (spec.type() == ProbeType.STARTUP && outcome.success()) {
        gate.open();
      } else if (goOn) {
        long next =
            ProbeSchedule.next(
                firstNs, TimeUnit.SECONDS.toNanos(spec.periodSeconds()), scheduler.nowNs());
        scheduler.at(next, () -> run(next));
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private Event event(Outcome outcome, Attempt clockOfRun, Instant at) {
    var probe =
        Probe.newBuilder()
            .setId(spec.name())
            .setType(spec.type().text())
            .setHandler(prober.handler())
            .setTarget(prober.target())
            .setSuccess(outcome.success())
            .setWarning(outcome.warning())
            .setFailure(outcome.failure())
            .setMessage(outcome.message())
            .setCode(outcome.code())
            .setDurationNs(clockOfRun.elapsedNs())
            .setState(state.state())
            .setConsecutive(state.consecutive())
            .setStateSinceNs(nanos(state.since()))
            .setAttempt(attempt)
            .setPeriodNs(TimeUnit.SECONDS.toNanos(spec.periodSeconds()))
            .setCertificateExpiresNs(clockOfRun.certificateExpiresNs());
    endpoint.ifPresent(probe::setEndpoint);
    clockOfRun
        .phases()
        .forEach(
            (name, ns) ->
                probe.addPhases(Probe.Phase.newBuilder().setName(name).setDurationNs(ns)));
    return Event.newBuilder()
        .setObservedAtNs(nanos(at))
        .setSource(ProbeSource.NAME)
        .setProbe(probe)
        .build();
  }

  private static long nanos(Instant at) {
    return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
  }
}
