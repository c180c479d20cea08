package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** A question got no answer; the message is one clear sentence for the person who asked. */
public final class QuestionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final boolean tooLarge;
  private final transient JsonNode answer;

  QuestionException(int exitCode, String message) {
    this(exitCode, message, false, MissingNode.getInstance());
  }

  QuestionException(int exitCode, String message, boolean tooLarge, JsonNode answer) {
    super(message);
    this.exitCode = exitCode;
    this.tooLarge = tooLarge;
    this.answer = answer;
  }

  /** 1 when Weir cannot answer, 2 when the question is wrong. */
  public int exitCode() {
    return exitCode;
  }

  /** What the server said; missing when it said nothing. */
  public JsonNode answer() {
    return answer;
  }

  /** Whether a part of the question would be answered. */
  public boolean tooLarge() {
    return tooLarge;
  }
}
