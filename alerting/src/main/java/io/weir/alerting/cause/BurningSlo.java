package io.weir.alerting.cause;

import java.util.Optional;

/**
 * An SLO that burns at the moment.
 *
 * @param name of the SLO
 * @param sinceNs when it began to
 * @param severity how fast: burn rate, or share of bad events; to choose between equals
 * @param reason its first cause, if one was found
 */
public record BurningSlo(
    String name, Target target, long sinceNs, double severity, Optional<Reason> reason) {
  /**
   * Why it burns.
   *
   * @param key {@link Cause#key}
   * @param isOrigin whether it happened by itself, such as a policy that was put in force, rather
   *     than being what something else brought about, such as connects without an answer
   */
  public record Reason(String key, boolean isOrigin) {
    /** Of a first cause. */
    public static Reason of(Cause cause) {
      return new Reason(cause.key(), cause.kind().isOrigin());
    }
  }
}
