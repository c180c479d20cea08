package io.weir.relay.observe.filter;

/** A request is larger than a limit allows. The message is the reason alone. */
public final class LimitExceededException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String limit;

  /**
   * A limit was exceeded.
   *
   * @param limit its name in metrics, for example {@code regex_length}
   */
  public LimitExceededException(String limit, String reason) {
    super(reason);
    this.limit = limit;
  }

  /** The name of the limit in metrics. */
  public String limit() {
    return limit;
  }
}
