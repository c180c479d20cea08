package io.weir.alerting.history;

import io.weir.alerting.slo.Slo;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.SeriesStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers from the archive, on a thread of its own: up to {@value #AT_ONCE} requests with one read,
 * and the next when those answers are taken, since each is as large as an objective at work. Before
 * it reads it waits until the archive has all that the topic had when it was asked.
 */
public final class ArchivedCounts implements PastCounts, AutoCloseable {
  /** Some 40 KB each, and 20 KB for each of their series. */
  static final int AT_ONCE = 1_000;

  private static final int FOUND_MAX = 50_000;

  private static final Logger LOG = LoggerFactory.getLogger(ArchivedCounts.class);
  private static final Duration GATHER = Duration.ofMillis(200);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration TAKEN_WITHIN = Duration.ofMinutes(1);
  private static final Duration LOG_EVERY = Duration.ofMinutes(1);
  private static final Duration AGAIN_MAX = Duration.ofSeconds(30);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

  private final SeriesStore store;
  private final PastReader reader;
  private final Supplier<Map<Integer, Long>> ends;
  private final LinkedBlockingQueue<PastRequest> waiting = new LinkedBlockingQueue<>();
  // What does not fit is found again with the next objective of the fan-out that is asked for.
  private final LinkedBlockingQueue<PastMatch> found = new LinkedBlockingQueue<>(FOUND_MAX);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private long loggedNs = System.nanoTime() - LOG_EVERY.toNanos();
  private int failuresInARow;

  /**
   * Does nothing before {@link #start}.
   *
   * @param ends the next offset of each partition of {@code weir.slis.v1} that has records; what it
   *     throws is logged, and it is asked again
   * @param since as for {@link PastReader}; what it throws is treated like that
   */
  public ArchivedCounts(
      SeriesStore store,
      Supplier<Map<Integer, Long>> ends,
      ToLongFunction<Slo> since,
      InstantSource clock) {
    this.store = store;
    this.reader = new PastReader(store, since, clock, found::offer);
    this.ends = ends;
    this.thread = new Thread(this::run, "weir-alerting-past");
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  @Override
  public boolean isThere() {
    return true;
  }

  @Override
  public PastRequest ask(Slo slo, String match, long headMs, Duration lateness) {
    PastRequest request = new PastRequest(slo, match, headMs, lateness);
    waiting.add(request);
    return request;
  }

  @Override
  public Optional<PastMatch> nextFound() {
    return Optional.ofNullable(found.poll());
  }

  private void run() {
    try {
      while (!isClosing()) {
        List<PastRequest> requests = gather();
        if (!requests.isEmpty()) {
          answer(requests);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a request, and a moment for those that come with it. */
  private List<PastRequest> gather() throws InterruptedException {
    List<PastRequest> requests = new ArrayList<>();
    PastRequest first = waiting.poll(GATHER.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      pause(GATHER);
      requests.add(first);
      waiting.drainTo(requests, AT_ONCE - 1);
      requests.removeIf(PastRequest::isOver);
    }
    return requests;
  }

  private void answer(List<PastRequest> requests) throws InterruptedException {
    try {
      long startNs = System.nanoTime();
      await(ends.get());
      if (isClosing()) {
        return;
      }
      long waitedNs = System.nanoTime();
      long rows = reader.read(requests, this::isClosing);
      failuresInARow = 0;
      LOG.info(
          "Read what objectives counted before they were in force objectives={} windows={}"
              + " waited-ms={} read-ms={} waiting={}",
          requests.size(),
          rows,
          TimeUnit.NANOSECONDS.toMillis(waitedNs - startNs),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - waitedNs),
          waiting.size());
      awaitTaken(requests);
    } catch (RuntimeException e) {
      waiting.addAll(requests);
      long againMs = Math.min(AGAIN_MAX.toMillis(), 500L << Math.min(failuresInARow++, 10));
      LOG.warn(
          "Cannot read what objectives counted before, it is tried again in-ms={}", againMs, e);
      pause(Duration.ofMillis(againMs));
    }
  }

  /** Until the archive has read so far. */
  private void await(Map<Integer, Long> topic) throws InterruptedException {
    while (!isClosing()) {
      Progress archived = store.progress(Series.SLIS);
      long behind =
          topic.entrySet().stream()
              .mapToLong(end -> Math.max(0, end.getValue() - archived.nextOffset(end.getKey())))
              .sum();
      if (behind == 0) {
        return;
      }
      logBehind(behind);
      pause(LOOK);
    }
  }

  private void logBehind(long behind) {
    if (System.nanoTime() - loggedNs >= LOG_EVERY.toNanos()) {
      loggedNs = System.nanoTime();
      LOG.info(
          "New objectives wait for the archive to have read what they would have counted"
              + " records-behind={}",
          behind);
    }
  }

  private void awaitTaken(List<PastRequest> requests) throws InterruptedException {
    long startNs = System.nanoTime();
    while (!isClosing()
        && !requests.stream().allMatch(PastRequest::isOver)
        && System.nanoTime() - startNs < TAKEN_WITHIN.toNanos()) {
      pause(LOOK);
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void pause(Duration duration) throws InterruptedException {
    if (closing.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.debug("Closing");
    }
  }

  /** Ends; requests stay without an answer. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(CLOSE_MAX.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
