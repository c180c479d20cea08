package io.weir.collector.source.probe;

import io.weir.event.v1.Probe.FailureClass;

/** A run found its target wanting, and knows how. */
final class ProbeFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureClass failure;
  private final int code;

  /**
   * @param message one sentence for people
   * @param code as in the event; -1 when there is none
   */
  ProbeFailure(FailureClass failure, int code, String message) {
    super(message);
    this.failure = failure;
    this.code = code;
  }

  FailureClass failure() {
    return failure;
  }

  int code() {
    return code;
  }
}
