package io.weir.cli.question;

/** A question got no answer; the message is one clear sentence for the person who asked. */
public final class QuestionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final boolean tooLarge;

  QuestionException(int exitCode, String message) {
    this(exitCode, message, false);
  }

  QuestionException(int exitCode, String message, boolean tooLarge) {
    super(message);
    this.exitCode = exitCode;
    this.tooLarge = tooLarge;
  }

  /** 1 when Weir cannot answer, 2 when the question is wrong. */
  public int exitCode() {
    return exitCode;
  }

  /** Whether a part of the question would be answered. */
  public boolean tooLarge() {
    return tooLarge;
  }
}
