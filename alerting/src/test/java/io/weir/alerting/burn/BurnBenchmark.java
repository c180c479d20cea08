package io.weir.alerting.burn;

import com.sun.management.ThreadMXBean;
import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What an objective costs, on one thread and without Kafka: {@code main} prints evaluations a
 * second of objectives with the four standard window pairs and four notices, and bytes each for 30
 * days.
 *
 * <p>Every step of ten seconds brings each objective one window in two writes, early and whole, and
 * one revision of a window five minutes before, then an evaluation.
 */
public final class BurnBenchmark {
  private static final int OBJECTIVES = 10_000;
  private static final int STEPS = 60;
  private static final long STEP_MS = CountSeries.BASE_MS;
  private static final Duration MONTH = Duration.ofDays(30);

  private long changes;

  private BurnBenchmark() {}

  /** Prints the figures. */
  public static void main(String[] args) {
    BurnBenchmark benchmark = new BurnBenchmark();
    for (long perStep : new long[] {20, 200, 20_000}) {
      benchmark.memory(perStep);
    }
    benchmark.speed();
  }

  private static Slo slo() {
    return Simulation.slo(
        "0.999", new Period.Rolling(MONTH), AlertRules.of(BurnRule.standard(MONTH)));
  }

  private void memory(long perStep) {
    SloBurn burn = new SloBurn(slo(), Journal.NONE);
    long now = Simulation.START.toEpochMilli();
    for (long end = now + MONTH.toMillis(); now < end; now += STEP_MS) {
      long bad = now % 300_000 == 0 ? perStep / 20 : 0;
      burn.add(now, perStep - bad, perStep, 0);
      if (now % 600_000 == 0) {
        burn.evaluate(now, change -> changes++);
      }
    }
    System.out.printf(
        "30 days at %,d events a window: %,d bytes of counts for each objective%n",
        perStep, burn.sizeBytes());
  }

  private void speed() {
    List<SloBurn> burns = new ArrayList<>();
    for (int i = 0; i < OBJECTIVES; i++) {
      burns.add(new SloBurn(slo(), Journal.NONE));
    }
    long now = Simulation.START.toEpochMilli();
    for (int i = 0; i < STEPS; i++) {
      step(burns, now += STEP_MS);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < STEPS; i++) {
      step(burns, now += STEP_MS);
    }
    double seconds = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
    double bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
    double each = (double) OBJECTIVES * STEPS;
    System.out.printf(
        "%,d objectives: %,.0f evaluations a second of CPU, %.0f bytes allocated for each;"
            + " %.0f ms of CPU for a step of 10 s, %.0f times less than there is (%,d changes)%n",
        OBJECTIVES,
        each / seconds,
        bytes / each,
        1000 * seconds / STEPS,
        10 / (seconds / STEPS),
        changes);
  }

  private void step(List<SloBurn> burns, long now) {
    for (int i = 0; i < burns.size(); i++) {
      SloBurn burn = burns.get(i);
      long bad = i % 100 == 0 ? 10 : 0;
      burn.add(now - STEP_MS, 50 - bad, 50, 0);
      burn.add(now - STEP_MS, 50, 50, 0);
      burn.add(now - 31 * STEP_MS, 1, 1, 0);
      burn.evaluate(now, change -> changes++);
    }
  }
}
