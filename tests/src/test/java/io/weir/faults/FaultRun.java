package io.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.simulate.Comparison;
import io.weir.cli.simulate.Difference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One run: a scenario goes to Kafka bit by bit, faults happen in between, and in the end every
 * count that the jobs published is true. A fault is injected when something was observed, so many
 * records in Kafka, a checkpoint, windows published since; never after some time.
 */
final class FaultRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int SHOWN_MAX = 20;

  /** How many records after a checkpoint are read before a fault, and so are read again. */
  private static final int BURST = 250;

  private static final int FEW = 10;

  private final String kind;
  private final Feed feed;
  private final Feeder feeder;
  private final Published published;
  private final List<String> points = new ArrayList<>();
  private long restarts;

  FaultRun(String kind, String bootstrap, Feed feed) {
    this.kind = kind;
    this.feed = feed;
    this.feeder = new Feeder(bootstrap, feed.records());
    this.published = new Published(bootstrap);
  }

  /** The seeds of every fault; {@code -Dweir.faults.seeds=N} asks for more than three. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Math.max(3, Integer.getInteger("weir.faults.seeds", 3)));
  }

  Feed feed() {
    return feed;
  }

  /** Sends what comes before {@code position}; returns when Kafka has it. */
  void feedTo(int position) {
    feeder.to(position);
  }

  /** Lets records flow to {@code position} while the test goes on. */
  void flowTo(int position) {
    feeder.allow(position);
  }

  /** Lets a few more records flow. */
  void flowOn() {
    flowTo(feeder.acknowledged() + FEW);
  }

  /** Sends all that is left. */
  void feedRest() {
    feeder.to(feed.records().size());
  }

  /**
   * Lets some records flow and returns when the jobs have published of them, with more on the way.
   * Whatever happens then happens in the middle of it.
   */
  void untilInTheMiddle() {
    int from = feeder.acknowledged();
    flowTo(from + BURST);
    await("records flow", () -> feeder.acknowledged() >= from + BURST / 2);
    long before = published.records();
    await("windows are published after " + before + " records", () -> published.records() > before);
  }

  /** Notes a fault that is injected now; records go on coming meanwhile. */
  void fault(String what) {
    points.add(what + "@" + feeder.acknowledged());
    flowTo(feeder.acknowledged() + BURST);
  }

  /** Notes a fault of another kind of run. */
  void note(String point) {
    points.add(point);
  }

  /** Waits until Kafka has all records that may flow by now; how many it has then. */
  int quiet() {
    feeder.to(0);
    return feeder.acknowledged();
  }

  /** Notes that the jobs began anew from a checkpoint. */
  void restarted(long times) {
    restarts += times;
  }

  /** Waits until every count is true, and says so in one line. */
  void awaitTruth() {
    Comparison.Result[] last = new Comparison.Result[1];
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(LOOK)
          .until(
              () -> {
                last[0] = published.compare(feed);
                return last[0].differences().isEmpty();
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(line(last[0]) + shown(last[0].differences()), e);
    }
    assertThat(last[0].compared()).as("counts compared").isGreaterThan(1_000);
    System.out.println(line(last[0]));
  }

  /** What differs now, of a run whose jobs have written their last record. */
  List<Difference> differences() {
    Comparison.Result result = published.compare(feed);
    System.out.println(line(result));
    return result.differences();
  }

  private String line(Comparison.Result result) {
    return String.format(
        Locale.ROOT,
        "faults/%s scenario=%s seed=%d points=%s restarts=%d records=%d resent=%d counts=%d"
            + " differences=%d",
        kind,
        feed.scenario(),
        feed.seed(),
        String.join(",", points),
        restarts,
        feed.records().size(),
        feed.again(),
        result.compared(),
        result.differences().size());
  }

  private static String shown(List<Difference> differences) {
    StringBuilder text = new StringBuilder();
    differences.stream().limit(SHOWN_MAX).forEach(one -> text.append("\n  ").append(one));
    if (differences.size() > SHOWN_MAX) {
      text.append("\n  … and ").append(differences.size() - SHOWN_MAX).append(" more");
    }
    return text.toString();
  }

  /** Waits for something to be so. */
  static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  @Override
  public void close() {
    feeder.close();
    published.close();
  }
}
