package io.weir.storage;

/**
 * Reads the archived events of {@code weir.flows.v1}, each once: flows, losses and node status, and
 * agent and debug events for who asks for them.
 *
 * <p>A store pushes down what it can and may return more than asked: the caller applies the exact
 * filter to what comes back. It never returns less. Safe for use by several threads.
 */
public interface FlowStore {
  /**
   * How far the archive has read the topic. Everything before these offsets is in the store and
   * visible to a {@link #scan} that starts afterwards.
   */
  Progress progress();

  /**
   * Events that may match, in the order of {@link FlowQuery#order()} by event time; equal times in
   * order of partition and offset (reversed for newest first).
   *
   * <p>The cursor sees the store as it was at the call and streams: it never holds all rows.
   *
   * @throws StoreException if the store cannot be read
   */
  FlowCursor scan(FlowQuery query);
}
