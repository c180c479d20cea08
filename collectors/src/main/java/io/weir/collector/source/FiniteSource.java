package io.weir.collector.source;

/** A source that can come to its end, for example a recorded file. */
public interface FiniteSource extends Source {
  /** True once everything has been given to the sink; then it stays true. */
  boolean isDone();
}
