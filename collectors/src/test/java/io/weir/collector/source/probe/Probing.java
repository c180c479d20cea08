package io.weir.collector.source.probe;

import java.time.Duration;

/** Runs a prober once, as the source would. */
final class Probing {
  private Probing() {}

  /** An outcome with the clock that measured it. */
  record Result(Outcome outcome, Attempt attempt) {}

  static Result run(Prober prober) throws InterruptedException {
    return run(prober, Duration.ofSeconds(20));
  }

  static Result run(Prober prober, Duration timeout) throws InterruptedException {
    var attempt = new Attempt(timeout, System::nanoTime);
    return new Result(Verdict.of(prober, attempt, timeout), attempt);
  }
}
