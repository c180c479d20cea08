package io.weir.cli.question;

/** A question got no answer; the message is one clear sentence for the person who asked. */
final class QuestionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  QuestionException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** 1 when Weir cannot answer, 2 when the question is wrong. */
  int exitCode() {
    return exitCode;
  }
}
