package io.weir.streams.flink;

import io.weir.series.v1.Coverage;
import io.weir.streams.drop.Baseline;
import io.weir.streams.state.StateFormat;
import io.weir.streams.window.Windows;
import io.weir.streams.window.Windows.Window;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What {@link UpsertWindows} adds up and what it writes.
 *
 * @param <I> the deltas that come in
 * @param <A> a window's sum; immutable
 */
interface WindowFold<I, A> extends Serializable {
  /** What the windows are about; also the operator's key. */
  String key(I delta);

  /** The key that takes the delta when there are too many keys; the same for many deltas. */
  String otherKey(I delta);

  /** Event time in nanoseconds. */
  long timeNs(I delta);

  /** The windows that the delta belongs to. */
  default List<Window> windows(I delta, Windows windows) {
    return windows.of(timeNs(delta));
  }

  /** One delta as a sum. */
  A lift(I delta);

  /** Adds two sums. Associative and commutative. */
  A plus(A a, A b);

  /**
   * What a later window's baseline remembers of this one; 0 for folds that compare with nothing.
   */
  default long baselineCount(A sum) {
    return 0;
  }

  /** True when records carry a {@link Baseline}. */
  default boolean hasBaseline() {
    return false;
  }

  /** The records of a window, each in a slot of its own. */
  void write(String key, Window window, A sum, Around around, Slots out);

  /** How sums are kept in checkpoints. */
  StateFormat<A> format();

  /**
   * What a record says besides its own sum.
   *
   * @param coverage how complete the window is; empty where nobody knows
   * @param baseline what is usual; none for folds without
   */
  record Around(Optional<Coverage> coverage, Baseline baseline) {}

  /** Takes the records of one window. */
  interface Slots {
    /** A record; slots are numbered from 0 and mean the same in every window. */
    void put(int slot, Upsert record);
  }
}
