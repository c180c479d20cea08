package io.weir.collector.source.poll;

import io.weir.collector.source.EventSink;
import io.weir.ingest.v1.Event;
import io.weir.runtime.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that takes a reading at once and then in every interval, and gives its events to a
 * sink. Readings keep to the grid of the first one; a reading that takes longer than the interval
 * skips the ones it overran. A reading that fails turns readiness red until one works again.
 */
public final class PollLoop implements AutoCloseable {
  /** Takes one reading. Called by the loop's thread only. */
  @FunctionalInterface
  public interface Reading {
    List<Event> take() throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
  private static final long LOG_EVERY_NS = TimeUnit.MINUTES.toNanos(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final String name;
  private final long intervalNs;
  private final Reading reading;
  private volatile Readiness readiness = Readiness.notReady("has not been started");
  private volatile boolean closed;
  private @Nullable Thread thread;
  private boolean failedBefore;
  private long loggedNs;

  /**
   * @param name of the source, for the thread and the log
   * @param interval from the start of one reading to the start of the next, positive
   */
  public PollLoop(String name, Duration interval, Reading reading) {
    this.name = name;
    this.intervalNs = interval.toNanos();
    this.reading = reading;
  }

  /** Starts the thread; returns at once. */
  public synchronized void start(EventSink sink) {
    if (thread != null || closed) {
      throw new IllegalStateException(name + ": started twice or after close");
    }
    readiness = Readiness.notReady(name + ": the first reading is not finished");
    thread = new Thread(() -> run(sink), "source-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  public Readiness readiness() {
    return closed ? Readiness.notReady(name + ": closed") : readiness;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (thread == null) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(CLOSE_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(EventSink sink) {
    long next = System.nanoTime();
    try {
      while (!closed) {
        readOnce(sink);
        long now = System.nanoTime();
        next += intervalNs * ((now - next) / intervalNs + 1);
        TimeUnit.NANOSECONDS.sleep(next - now);
      }
    } catch (InterruptedException e) {
      if (!closed) {
        LOG.warn("Source was interrupted and stopped source={}", name);
        readiness = Readiness.notReady(name + ": its thread was interrupted");
      }
    }
  }

  private void readOnce(EventSink sink) throws InterruptedException {
    try {
      List<Event> events = reading.take();
      if (!events.isEmpty() && !closed) {
        sink.put(events, Optional.empty());
      }
      readiness = Readiness.READY;
      failedBefore = false;
    } catch (IOException | RuntimeException e) {
      readiness = Readiness.notReady(name + ": cannot read: " + e);
      long now = System.nanoTime();
      if (!failedBefore || now - loggedNs >= LOG_EVERY_NS) {
        loggedNs = now;
        LOG.warn("Cannot take a reading, trying again source={}", name, e);
      }
      failedBefore = true;
    }
  }
}
