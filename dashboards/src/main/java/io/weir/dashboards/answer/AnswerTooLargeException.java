package io.weir.dashboards.answer;

/** A question covers more than one answer may hold; the message says what to narrow. */
public class AnswerTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AnswerTooLargeException(String message) {
    super(message);
  }
}
