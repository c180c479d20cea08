package io.weir.cel;

/** An expression is larger than a limit allows. The message is the reason alone. */
public final class CelLimitException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String limit;

  CelLimitException(String limit, String reason) {
    super(reason);
    this.limit = limit;
  }

  /** The limit's name in metrics, for example {@code cel_length}. */
  public String limit() {
    return limit;
  }
}
