package io.weir.runtime;

/**
 * A part of Weir that runs: made inert by its constructor, brought to life by {@link #start}, ended
 * by {@link #close}. The command line starts roles in order and closes them in reverse.
 */
public interface Role extends AutoCloseable {
  /** The name in configuration, logs and readiness, for example {@code relay}. */
  String name();

  /**
   * Opens listeners and starts threads; returns once the role does its work or is sure to.
   *
   * @throws StartException if it cannot: the message says what, why and what to do
   */
  void start() throws StartException, InterruptedException;

  /** Whether the role does its work at this moment. Cheap; called by any thread. */
  Readiness readiness();

  /** Drains within the role's own time limit, then stops. Does nothing when called again. */
  @Override
  void close();
}
