package io.weir.dashboards.api;

/** A question cannot be understood: {@code name: value (expected: rule)}. */
final class BadQuestionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadQuestionException(String name, String value, String rule) {
    super(name + ": " + value + " (expected: " + rule + ")");
  }

  /** What somebody else found, in that form already. */
  BadQuestionException(String message, Throwable cause) {
    super(message, cause);
  }
}
