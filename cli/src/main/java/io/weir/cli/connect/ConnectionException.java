package io.weir.cli.connect;

/** There is no connection: one sentence that says why, and what to do. */
public final class ConnectionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The sentence is for the person who typed the command. */
  public ConnectionException(String message) {
    super(message);
  }
}
