package io.weir.dashboards.answer;

import io.weir.event.v1.Probe;
import io.weir.event.v1.ProbeEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How one probe stands, by its newest execution in the range.
 *
 * @param id names the probe
 * @param type {@code liveness}, {@code readiness}, {@code startup} or {@code synthetic}
 * @param handler {@code httpGet}, {@code tcpSocket}, {@code exec}, {@code grpc} or {@code dns}
 * @param target what was probed, as a person would write it
 * @param namespace of the endpoint, empty when it has none
 * @param pod of the endpoint, empty when it has none
 * @param node that probes
 * @param state {@code healthy}, {@code failing} or {@code unknown}, by the thresholds
 * @param stateSince when the state began; absent when unknown
 * @param consecutive executions in a row with the same outcome
 * @param lastAt when the newest execution was observed
 * @param success whether the newest execution was good
 * @param warning good, but worth a word
 * @param failure {@code none}, {@code dns}, {@code connect}, {@code tls}, {@code timeout}, {@code
 *     status}, {@code content} or {@code internal}
 * @param message one sentence, empty when good
 * @param code status, rcode or exit code; -1 when there was none
 * @param durationMs of the newest execution, milliseconds
 * @param phases in the order they ran
 * @param certificateExpires absent when no certificate was seen
 */
public record ProbeRow(
    String id,
    String type,
    String handler,
    String target,
    String namespace,
    String pod,
    String node,
    String state,
    Optional<Instant> stateSince,
    long consecutive,
    Instant lastAt,
    boolean success,
    boolean warning,
    String failure,
    String message,
    int code,
    double durationMs,
    List<PhaseTime> phases,
    Optional<Instant> certificateExpires) {
  private static final double NS_PER_MS = 1e6;

  /**
   * One phase of an execution.
   *
   * @param name {@code resolve}, {@code connect}, {@code tls}, …
   * @param durationMs milliseconds
   */
  public record PhaseTime(String name, double durationMs) {}

  /** One row per probe, from its newest event; in no order. */
  public static List<ProbeRow> latest(List<ProbeEvent> events) {
    Map<String, ProbeEvent> newest = new HashMap<>();
    for (ProbeEvent event : events) {
      newest.merge(
          event.getProbe().getId(),
          event,
          (a, b) -> a.getHeader().getObservedAtNs() > b.getHeader().getObservedAtNs() ? a : b);
    }
    return newest.values().stream().map(ProbeRow::of).toList();
  }

  private static ProbeRow of(ProbeEvent event) {
    Probe probe = event.getProbe();
    return new ProbeRow(
        probe.getId(),
        probe.getType(),
        probe.getHandler(),
        probe.getTarget(),
        probe.getEndpoint().getNamespace(),
        probe.getEndpoint().getPodName(),
        event.getHeader().getNode(),
        word(probe.getState()),
        time(probe.getStateSinceNs()),
        probe.getConsecutive(),
        TimeRange.instant(event.getHeader().getObservedAtNs()),
        probe.getSuccess(),
        probe.getWarning(),
        word(probe.getFailure()),
        probe.getMessage(),
        probe.getCode(),
        probe.getDurationNs() / NS_PER_MS,
        probe.getPhasesList().stream()
            .map(phase -> new PhaseTime(phase.getName(), phase.getDurationNs() / NS_PER_MS))
            .toList(),
        time(probe.getCertificateExpiresNs()));
  }

  private static String word(Enum<?> value) {
    String name = value.name();
    return name.equals("UNRECOGNIZED") ? "unknown" : name.toLowerCase(Locale.ROOT);
  }

  private static Optional<Instant> time(long ns) {
    return ns == 0 ? Optional.empty() : Optional.of(TimeRange.instant(ns));
  }

  boolean isFailing() {
    return state.equals("failing");
  }
}
