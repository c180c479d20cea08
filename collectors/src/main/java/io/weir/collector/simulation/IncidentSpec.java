package io.weir.collector.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something goes wrong for a while: exactly one of the faults below.
 *
 * @param at from the beginning of the scenario
 * @param cause in one sentence, as a good answer would say it
 */
public record IncidentSpec(
    String name,
    Duration at,
    Duration lasts,
    String cause,
    Optional<Fault.PolicyDenial> policyDenial,
    Optional<Fault.DnsFailure> dnsFailure,
    Optional<Fault.SlowDependency> slowDependency,
    Optional<Fault.OutOfMemory> outOfMemory,
    Optional<Fault.NodePressure> nodePressure,
    Optional<Fault.PacketLoss> packetLoss,
    Optional<Fault.BadRollout> badRollout,
    Optional<Fault.ExpiredCertificate> expiredCertificate,
    Optional<Fault.ServiceDown> serviceDown,
    Optional<Fault.DatapathDrops> datapathDrops) {
  public IncidentSpec {
    Rules.text("name", name);
    Rules.notNegative("at", at);
    Rules.require(!lasts.isNegative() && !lasts.isZero(), "lasts", lasts, "more than 0s");
    List<Fault> faults =
        faults(
                policyDenial,
                dnsFailure,
                slowDependency,
                outOfMemory,
                nodePressure,
                packetLoss,
                badRollout,
                expiredCertificate,
                serviceDown,
                datapathDrops)
            .toList();
    Rules.require(
        faults.size() == 1, "name", name + " has " + faults.size() + " faults", "exactly one");
  }

  /** What goes wrong. */
  public Fault fault() {
    return faults(
            policyDenial,
            dnsFailure,
            slowDependency,
            outOfMemory,
            nodePressure,
            packetLoss,
            badRollout,
            expiredCertificate,
            serviceDown,
            datapathDrops)
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Fault> faults(Optional<?>... all) {
    return Stream.of(all).flatMap(Optional::stream).map(Fault.class::cast);
  }
}
