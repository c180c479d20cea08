package io.weir.streams.replay;

import java.time.Duration;
import org.apache.kafka.common.errors.TimeoutException;

/** How long a reader waits for records that must be there. Confined to one thread. */
final class Patience {
  static final Duration LIMIT = Duration.ofMinutes(1);

  private final String topic;
  private long emptySinceNs;
  private boolean isEmpty;

  Patience(String topic) {
    this.topic = topic;
  }

  /**
   * Told of every poll. Time between polls does not count: the reader may be slow itself.
   *
   * @throws TimeoutException if poll after poll gave nothing for {@link #LIMIT}
   */
  void polled(boolean nothing) {
    long nowNs = System.nanoTime();
    if (nothing && isEmpty && nowNs - emptySinceNs > LIMIT.toNanos()) {
      throw new TimeoutException(
          "Kafka gave nothing of "
              + topic
              + " for "
              + LIMIT.toSeconds()
              + " s, though there is more. Check the brokers, then replay once more.");
    }
    if (nothing && !isEmpty) {
      emptySinceNs = nowNs;
    }
    isEmpty = nothing;
  }
}
