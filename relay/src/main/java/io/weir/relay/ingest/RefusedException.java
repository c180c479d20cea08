package io.weir.relay.ingest;

import io.grpc.Status;

/** A request that closes its stream, with the status that says why. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialized
  private final Status status;

  RefusedException(Status status) {
    super(status.getDescription(), null, false, false);
    this.status = status;
  }

  static RefusedException invalid(String name, Object value, String rule) {
    return new RefusedException(
        Status.INVALID_ARGUMENT.withDescription(name + ": " + value + " (expected: " + rule + ")"));
  }

  Status status() {
    return status;
  }
}
