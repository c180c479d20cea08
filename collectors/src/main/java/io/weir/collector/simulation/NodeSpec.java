package io.weir.collector.simulation;

import java.time.Duration;
import java.util.Optional;

/**
 * One node, and how its reports come in.
 *
 * @param clockAhead how far its clock is ahead of the truth
 * @param clockBehind how far it is behind
 * @param delay how long its reports take
 * @param jitter what a report may take on top; reports within it change places
 * @param away a time in which its reports are held back; they come at its end
 * @param loses a time in which it overruns, and some of its reports are lost and counted
 */
public record NodeSpec(
    String name,
    Optional<Duration> clockAhead,
    Optional<Duration> clockBehind,
    Optional<Duration> delay,
    Optional<Duration> jitter,
    Optional<Away> away,
    Optional<Loses> loses) {

  /** Reports held back from {@code at} for {@code lasts}. */
  public record Away(Duration at, Duration lasts) {
    public Away {
      Rules.notNegative("at", at);
      Rules.notNegative("lasts", lasts);
    }
  }

  /** {@code share} of the reports between {@code at} and {@code at + lasts} is lost. */
  public record Loses(Duration at, Duration lasts, double share) {
    public Loses {
      Rules.notNegative("at", at);
      Rules.notNegative("lasts", lasts);
      Rules.share("share", share);
    }
  }

  public NodeSpec {
    Rules.text("name", name);
    Rules.require(
        clockAhead.isEmpty() || clockBehind.isEmpty(),
        "clock-behind",
        clockBehind.orElse(Duration.ZERO),
        "not together with clock-ahead");
  }

  /** What its clock says less the truth. */
  long skewNs() {
    return clockAhead.orElse(Duration.ZERO).toNanos() - clockBehind.orElse(Duration.ZERO).toNanos();
  }
}
