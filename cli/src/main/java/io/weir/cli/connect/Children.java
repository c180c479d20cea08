package io.weir.cli.connect;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Processes that must not outlive this one, whichever way it ends short of being killed. */
public final class Children {
  private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();
  private static final AtomicBoolean HOOKED = new AtomicBoolean();

  private Children() {}

  static void add(Process child) {
    if (HOOKED.compareAndSet(false, true)) {
      Runtime.getRuntime().addShutdownHook(new Thread(Children::stopAll, "weir-children"));
    }
    ALIVE.add(child);
  }

  static void stop(Process child) {
    child.destroy();
    ALIVE.remove(child);
  }

  /** Ends all of them; for a process that is about to end without closing anything. */
  public static void stopAll() {
    ALIVE.forEach(Children::stop);
  }
}
