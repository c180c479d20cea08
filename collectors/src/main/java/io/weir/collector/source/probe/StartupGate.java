package io.weir.collector.source.probe;

import java.util.ArrayList;
import java.util.List;

/** Holds the probes of a group back until its startup probe succeeds. Safe for several threads. */
final class StartupGate {
  private final List<Runnable> waiting = new ArrayList<>();
  private int closedBy;

  /** One more startup probe must succeed. */
  synchronized void addStartup() {
    closedBy++;
  }

  /** A startup probe succeeded. */
  void open() {
    List<Runnable> ready = List.of();
    synchronized (this) {
      closedBy--;
      if (closedBy == 0) {
        ready = List.copyOf(waiting);
        waiting.clear();
      }
    }
    ready.forEach(Runnable::run);
  }

  /** Runs the task when the gate is open: now, or later on the thread that opens it. */
  void whenOpen(Runnable task) {
    synchronized (this) {
      if (closedBy > 0) {
        waiting.add(task);
        return;
      }
    }
    task.run();
  }
}
