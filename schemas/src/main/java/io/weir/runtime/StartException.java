package io.weir.runtime;

/** A role cannot start. The message is one clear sentence for the person who started it. */
public class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  public StartException(String message) {
    super(message);
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
