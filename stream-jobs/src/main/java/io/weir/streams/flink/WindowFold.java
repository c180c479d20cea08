package io.weir.streams.flink;

import io.weir.streams.state.StateFormat;
import io.weir.streams.window.Windows.Window;
import java.io.Serializable;

/**
 * What {@link UpsertWindows} adds up and what it writes.
 *
 * @param <I> the deltas that come in
 * @param <A> a window's sum; immutable
 */
interface WindowFold<I, A> extends Serializable {
  /** What the windows are about; also the operator's key. */
  String key(I delta);

  /** Event time in nanoseconds. */
  long timeNs(I delta);

  /** One delta as a sum. */
  A lift(I delta);

  /** Adds two sums. Associative and commutative. */
  A plus(A a, A b);

  /** The records of a window, each in a slot of its own. */
  void write(String key, Window window, A sum, Slots out);

  /** How sums are kept in checkpoints. */
  StateFormat<A> format();

  /** How many slots {@link #write} uses. */
  int slots();

  /** Takes the records of one window. */
  interface Slots {
    /** A record; slots are numbered from 0 and mean the same in every window. */
    void put(int slot, Upsert record);
  }
}
