package io.weir.collector.source.probe;

import io.weir.event.v1.Probe.FailureClass;

/**
 * What one run came to.
 *
 * @param warning good, but worth its message
 * @param code HTTP status, gRPC status, DNS rcode or exit code; -1 when there was none
 * @param message one sentence for people; empty when good without a warning
 */
record Outcome(boolean warning, FailureClass failure, int code, String message) {
  static Outcome good(int code) {
    return new Outcome(false, FailureClass.NONE, code, "");
  }

  static Outcome warning(int code, String message) {
    return new Outcome(true, FailureClass.NONE, code, message);
  }

  static Outcome bad(FailureClass failure, int code, String message) {
    return new Outcome(false, failure, code, message);
  }

  boolean success() {
    return failure == FailureClass.NONE;
  }
}
