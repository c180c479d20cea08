package io.weir.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.cli.simulate.Comparison;
import io.weir.cli.simulate.Counted;
import io.weir.cli.simulate.Difference;
import io.weir.collector.simulation.Deliveries;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Simulation;
import io.weir.truth.JobsWorld.Partitions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Scenarios of one {@link JobsWorld}, each in an hour of its own, one after the other: event time
 * only ever grows. A scenario begins in the middle of its hour, so that clocks that are wrong stay
 * within it.
 */
final class ScenarioRounds {
  static final long TEN_SECONDS = Duration.ofSeconds(10).toNanos();

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final Duration INTO_THE_HOUR = Duration.ofMinutes(20);

  private final JobsWorld world;
  private int hours;
  private long flowsSent;

  ScenarioRounds(JobsWorld world) {
    this.world = world;
  }

  /** One scenario, under way. */
  final class Round {
    private final Simulation simulation;
    private final Deliveries deliveries;
    private final List<Deliveries.Delivery> held = new ArrayList<>();
    private Deliveries.Delivery waiting;

    private Round(Simulation simulation, Deliveries deliveries) {
      this.simulation = simulation;
      this.deliveries = deliveries;
      this.waiting = deliveries.next();
    }

    long startNs() {
      return simulation.startNs();
    }

    /** Sends what arrives within this time from the beginning; what is {@code held} comes later. */
    void sendUntil(Duration time, Partitions partitions, Predicate<Deliveries.Delivery> isHeld)
        throws Exception {
      long untilNs = simulation.startNs() + time.toNanos();
      while (waiting != null && waiting.arrivedNs() < untilNs) {
        if (isHeld.test(waiting)) {
          held.add(waiting);
        } else {
          send(waiting, partitions);
        }
        waiting = deliveries.hasNext() ? deliveries.next() : null;
      }
      world.flush();
    }

    /** Sends all that is left. */
    void sendRest() throws Exception {
      sendUntil(Duration.ofDays(1), Partitions.BY_KEY, delivery -> false);
    }

    /** Sends what was held back. */
    void sendHeld(Partitions partitions) throws Exception {
      assertThat(held).hasSizeGreaterThan(100);
      for (Deliveries.Delivery one : held) {
        send(one, partitions);
      }
      held.clear();
      world.flush();
    }

    private void send(Deliveries.Delivery delivery, Partitions partitions) {
      world.send(delivery, partitions);
      flowsSent += delivery.event().hasFlow() && !delivery.again() ? 1 : 0;
    }

    /** What the jobs count of this scenario. */
    Counted counted(Counted all) {
      return all.between(startNs() / HOUR * HOUR, HOUR);
    }

    /** Whatever is not as it happened, window by window. */
    List<Difference> differences(Counted all) {
      Comparison.Result result = Comparison.of(simulation.truth(), counted(all));
      assertThat(result.compared()).isGreaterThan(500);
      return result.differences();
    }

    /** Whatever is not as it happened over the whole scenario. */
    List<Difference> differencesOfTotals(Counted all) {
      Comparison.Result result = Comparison.ofTotals(simulation.truth(), counted(all), TEN_SECONDS);
      assertThat(result.compared()).isGreaterThan(50);
      return result.differences();
    }

    Simulation simulation() {
      return simulation;
    }
  }

  /** The scenario in the next hour. */
  Round begin(Scenario scenario, long seed, double scale) {
    Instant start =
        scenario
            .startTime()
            .truncatedTo(java.time.temporal.ChronoUnit.HOURS)
            .plus(Duration.ofHours(hours++))
            .plus(INTO_THE_HOUR);
    Simulation simulation = new Simulation(scenario, seed, scale, start);
    return new Round(simulation, new Deliveries(simulation, seed, "run-" + hours));
  }

  /** Waits until every flow that was sent is in a record, and in one only. */
  void awaitFlows(long others) {
    await("every flow event is in a window")
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .untilAsserted(() -> assertThat(world.flows(TEN_SECONDS)).isEqualTo(flowsSent + others));
  }

  /** Waits until the check holds. */
  static void eventually(String what, org.awaitility.core.ThrowingRunnable check) {
    await(what).atMost(PATIENCE).pollInterval(POLL).untilAsserted(check);
  }
}
