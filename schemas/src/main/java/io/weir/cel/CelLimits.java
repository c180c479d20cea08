package io.weir.cel;

/** How large an expression may be. The limits are far above what people write. */
public final class CelLimits {
  /** Characters of one expression. */
  public static final int LENGTH_MAX = 4096;

  /** How deep an expression may nest. */
  public static final int DEPTH_MAX = 64;

  /** Macros such as {@code exists} in one expression; their rounds multiply where they nest. */
  public static final int COMPREHENSIONS_MAX = 4;

  /** Rounds of all comprehensions of one evaluation; what needs more is no match. */
  public static final int ITERATIONS_MAX = 10_000;

  private CelLimits() {}
}
