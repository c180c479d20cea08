package io.weir.streams.drop;

import io.weir.streams.window.Windows.Window;
import java.util.function.ToLongFunction;

/**
 * What is usual for a group before a window: its drops in the windows of the same length before it.
 *
 * <p>At most {@value #WINDOWS} windows are looked at: 5 min, 30 min or 30 h. Empty ones count, but
 * only after the first with drops: a group that began three windows ago is compared with three. So
 * the mean is {@code count / windows}, and 0 windows means that the group is new. It depends on the
 * counts of these windows alone, never on the order in which they came.
 *
 * @param count drops in these windows
 * @param windows how many windows
 */
public record Baseline(long count, int windows) {
  public static final Baseline NONE = new Baseline(0, 0);

  /** Windows that are looked at. */
  public static final int WINDOWS = 30;

  /**
   * The baseline of {@code window}.
   *
   * @param drops the drops of an earlier window of the same length; 0 when it had none
   */
  public static Baseline before(Window window, ToLongFunction<Window> drops) {
    long count = 0;
    int windows = 0;
    for (int back = 1; back <= WINDOWS; back++) {
      long one = drops.applyAsLong(window.shifted(-back));
      if (one > 0) {
        count += one;
        windows = back;
      }
    }
    return new Baseline(count, windows);
  }
}
