package io.weir.cli.observe;

import io.weir.cli.connect.Children;

/** Makes Ctrl-C a clean end: what was printed is complete, and the exit code is 0. */
public final class Interrupt implements AutoCloseable {
  private final Thread hook;

  /**
   * Armed until closed.
   *
   * @param flush run in the shutdown hook
   */
  public Interrupt(Runnable flush) {
    hook =
        new Thread(
            () -> {
              flush.run();
              Children.stopAll();
              // Other hooks must not turn a wanted end into an error.
              Runtime.getRuntime().halt(0);
            },
            "weir-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The interrupt has come: the hook ends the program.
    }
  }
}
