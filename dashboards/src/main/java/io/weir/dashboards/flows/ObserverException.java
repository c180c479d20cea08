package io.weir.dashboards.flows;

/** The Observer API did not answer. */
public final class ObserverException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose turn it is. */
  public enum Kind {
    /** The question cannot be answered: whoever asked. */
    INVALID,
    /** There was not enough time: ask for less. */
    TIMEOUT,
    /** The observer is not there, or busy: ask again. */
    UNAVAILABLE
  }

  private final Kind kind;

  ObserverException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
