package io.weir.collector.source.probe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A scheduler whose clock the test turns; tasks run on the thread of the test, in order. */
final class VirtualScheduler implements Scheduler, InstantSource {
  static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

  private record Planned(long ns, long order, Runnable task) {}

  private final PriorityQueue<Planned> planned =
      new PriorityQueue<>(Comparator.comparingLong(Planned::ns).thenComparingLong(Planned::order));
  private long now;
  private long order;

  @Override
  public long nowNs() {
    return now;
  }

  @Override
  public Instant instant() {
    return START.plusNanos(now);
  }

  @Override
  public void at(long ns, Runnable task) {
    planned.add(new Planned(ns, order++, task));
  }

  /** What a slow run does: time passes while it works. */
  void pass(Duration time) {
    now += time.toNanos();
  }

  /** Runs everything that is planned until then. */
  void advance(Duration time) {
    long until = now + time.toNanos();
    while (!planned.isEmpty() && planned.peek().ns() <= until) {
      var next = planned.remove();
      now = Math.max(now, next.ns());
      next.task().run();
    }
    now = Math.max(now, until);
  }
}
