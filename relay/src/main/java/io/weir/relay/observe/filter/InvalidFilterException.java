package io.weir.relay.observe.filter;

import java.util.Optional;

/**
 * A filter that cannot be used. The message names the filter, the value and where it stands, for
 * example {@code invalid source pod filter "" (whitelist[0].source_pod[1]): empty (expected: …)}.
 */
public final class InvalidFilterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String filter;
  private final String value;
  private final String position;
  private final Optional<String> limit;

  InvalidFilterException(String filter, String value, String position, String reason) {
    this(filter, value, position, new IllegalArgumentException(reason));
  }

  /**
   * A filter cannot be used.
   *
   * @param cause its message is the reason
   */
  InvalidFilterException(
      String filter, String value, String position, IllegalArgumentException cause) {
    super(
        "invalid %s filter \"%s\" (%s): %s"
            .formatted(filter, shorten(value), position, cause.getMessage()),
        cause);
    this.filter = filter;
    this.value = value;
    this.position = position;
    this.limit =
        cause instanceof LimitExceededException exceeded
            ? Optional.of(exceeded.limit())
            : Optional.empty();
  }

  private static String shorten(String value) {
    return value.length() <= 120 ? value : value.substring(0, 120) + "…";
  }

  /** What Hubble calls the filter, for example {@code source pod}. */
  public String filter() {
    return filter;
  }

  /** The value as it was given. */
  public String value() {
    return value;
  }

  /** Where it stands in the request, for example {@code whitelist[0].source_pod[1]}. */
  public String position() {
    return position;
  }

  /** The name of the limit that was exceeded, for example {@code regex_length}; else empty. */
  public Optional<String> limit() {
    return limit;
  }
}
