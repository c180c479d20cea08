package io.weir.relay.observe.filter;

/**
 * How large a request's filters may be. What exceeds a limit is refused as an invalid filter; the
 * limits are far above what people and the Hubble clients write. Those of CEL are in {@link
 * io.weir.cel.CelLimits}.
 */
public final class FilterLimits {
  /** Filters in a whitelist or a blacklist. */
  public static final int FILTERS_MAX = 256;

  /** Values in one field of one filter. */
  public static final int VALUES_MAX = 1024;

  /** Characters of one value that is text, CEL expressions among them. */
  public static final int TEXT_LENGTH_MAX = 4096;

  /**
   * Characters of one regular expression. RE2 matches in linear time, but a program costs memory.
   */
  public static final int REGEX_LENGTH_MAX = 1024;

  /**
   * Instructions of a compiled regular expression, as estimated from its repetitions: {@code
   * (a{1000}){1000}} is short to write.
   */
  public static final int REGEX_PROGRAM_MAX = 10_000;

  /** Bytes of a whole request. */
  public static final int REQUEST_BYTES_MAX = 1 << 20;

  private FilterLimits() {}
}
