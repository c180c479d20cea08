package io.weir.streams.flink;

import org.apache.flink.streaming.api.functions.KeyedProcessFunction;

/**
 * A function that keeps one value for each of a bounded number of keys.
 *
 * @param <K> the keys
 * @param <I> what comes in
 * @param <O> what goes out
 */
abstract class BoundedKeys<K, I, O> extends KeyedProcessFunction<K, I, O> {
  private static final long serialVersionUID = 1L;

  private final String stateName;
  private final int keysMax;

  private transient long live;

  /**
   * @param stateName of the value of a key
   * @param keysMax of one instance
   */
  BoundedKeys(String stateName, int keysMax) {
    this.stateName = stateName;
    this.keysMax = keysMax;
  }

  final String stateName() {
    return stateName;
  }

  final boolean isFull() {
    return live >= keysMax;
  }

  /**
   * Keys were begun, or forgotten (below 0). The operator tells how many were restored: a function
   * cannot see that.
   */
  final void count(long more) {
    live += more;
    counted(more);
  }

  /** Moves the gauge. */
  abstract void counted(long more);

  /** True once the gauge is there. */
  abstract boolean isOpen();

  @Override
  public final void close() {
    if (isOpen()) {
      count(-live);
    }
  }
}
