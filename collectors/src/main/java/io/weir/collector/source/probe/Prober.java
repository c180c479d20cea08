package io.weir.collector.source.probe;

import java.io.IOException;

/** Carries out one kind of probe. Safe for use by several threads, one per run. */
interface Prober {
  /** {@code httpGet}, {@code tcpSocket}, {@code exec}, {@code grpc} or {@code dns}. */
  String handler();

  /** What is probed, as a person would write it. */
  String target();

  /**
   * Runs once, and returns soon after the attempt's timeout at the latest.
   *
   * @throws ProbeFailure if the target answered, but not well
   * @throws IOException if it did not answer; the phase tells what that means
   */
  Outcome run(Attempt attempt) throws IOException, ProbeFailure, InterruptedException;
}
