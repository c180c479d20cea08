package io.weir.runtime;

/**
 * Whether a role does its work, and if not, why.
 *
 * @param ready true when it does
 * @param reason one sentence for people; empty when ready
 */
public record Readiness(boolean ready, String reason) {
  public static final Readiness READY = new Readiness(true, "");

  /** Not ready, with the reason. */
  public static Readiness notReady(String reason) {
    return new Readiness(false, reason);
  }
}
