package io.weir.cli.simulate;

import io.weir.collector.simulation.Truth;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * One count that is not what it should be.
 *
 * @param kind {@code edge}, {@code indicator} or {@code drop}
 * @param subject whose count
 * @param name of the count
 */
public record Difference(
    String kind, String subject, Truth.Slot slot, String name, long counted, long expected) {
  @Override
  public String toString() {
    return kind
        + " "
        + subject
        + " "
        + TimeUnit.NANOSECONDS.toSeconds(slot.lengthNs())
        + "s from "
        + Instant.ofEpochSecond(0, slot.startNs())
        + " "
        + name
        + ": "
        + counted
        + " (expected: "
        + expected
        + ")";
  }
}
