package io.weir.codec;

/** Bytes of a topic that are not an event of that topic; they belong into weir.discarded.v1. */
public final class MalformedEventException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedEventException(String expected, Exception cause) {
    super(
        "value: not a readable %s: %s (expected: Avro single-object encoding)"
            .formatted(expected, cause.getMessage()),
        cause);
  }
}
