package io.weir.alerting.slo;

/**
 * What low traffic must show before a rule fires: at 10 requests an hour one failure is a burn rate
 * of 100. Both windows' sums are judged by the long one. What was held back says so.
 *
 * @param badMin bad events in the long window; 0 asks for none
 * @param totalMin events in the long window; 0 asks for none
 * @param confidence with which the true bad ratio must be above the threshold (Wilson's lower
 *     bound, one-sided); 0.5 or below asks for none
 */
public record Guard(long badMin, long totalMin, double confidence) {
  /** Holds nothing back. */
  public static final Guard NONE = new Guard(0, 0, 0);

  /** Three bad events, and a true ratio above the threshold with 95 %. */
  public static final Guard DEFAULT = new Guard(3, 0, 0.95);

  public Guard {
    if (badMin < 0 || totalMin < 0) {
      throw new IllegalArgumentException(
          "badMin, totalMin: " + badMin + ", " + totalMin + " (expected: 0 or more)");
    }
    if (!(confidence >= 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence: " + confidence + " (expected: 0 to below 1)");
    }
  }
}
