package io.weir.collector.source.probe;

/** Runs things at a time. The real one has threads; the one in tests has a clock that is turned. */
interface Scheduler {
  /** Monotonic time. */
  long nowNs();

  /** Runs a task at that time or soon after; at once if it has passed. */
  void at(long ns, Runnable task);
}
