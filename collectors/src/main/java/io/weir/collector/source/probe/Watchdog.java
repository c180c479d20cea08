package io.weir.collector.source.probe;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes what a run has open when its time is up, so that no read, write or handshake can outlast
 * it. One thread, made for the first watch.
 */
final class Watchdog implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;

  Watchdog() {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = new Thread(task, "probe-watchdog");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Ends a watch. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  Watch watch(Closeable resource, int afterMs) {
    var pending = timer.schedule(() -> closeQuietly(resource), afterMs, TimeUnit.MILLISECONDS);
    return () -> pending.cancel(false);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static void closeQuietly(Closeable resource) {
    try {
      resource.close();
    } catch (IOException alreadyBroken) {
      // The run sees its own error.
    }
  }
}
