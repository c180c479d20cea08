package io.weir.alerting.notify;

import java.util.List;

/** A way to people. Called by one thread. */
public interface Notifier extends AutoCloseable {
  /**
   * Says how things stand now: every alert that is open, and those that were resolved a while ago.
   * Is called again with the same alerts while nothing changes, and knows what needs no saying
   * twice.
   *
   * @return false when somebody could not be told; the same is said again soon
   */
  boolean tell(List<Alert> alerts);

  @Override
  default void close() {}
}
