package io.weir.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.simulate.Counted;
import io.weir.collector.simulation.Deliveries;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Scenarios;
import io.weir.relay.publish.EventRecords;
import io.weir.truth.JobsWorld.Partitions;
import io.weir.truth.ScenarioRounds.Round;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight partitions, of which one is in use; one more falls silent and wakes up ten minutes behind;
 * and in the end all are silent. Windows close all the same, and nothing is lost.
 */
class IdlePartitionsFaultIT {
  private static final long[] SEEDS = {1, 2, 3};
  private static final double SCALE = 0.15;
  private static final int PARTITIONS = 8;
  private static final int BUSY = 3;
  private static final int SLEEPY = 6;
  private static final Duration FALLS_SILENT = Duration.ofMinutes(1);
  private static final Duration LENGTH = Duration.ofMinutes(11);

  private static final Partitions ONE_OR_THE_OTHER = key -> isSleepy(key) ? SLEEPY : BUSY;

  @TempDir Path directory;

  @Test
  void windowsCloseAndNothingIsLostWhenPartitionsAreSilent() throws Exception {
    Scenario down = Scenarios.all().get("service-down");
    Scenario scenario = Variants.with(down, LENGTH, "node-1", spec -> spec);
    try (JobsWorld world =
        new JobsWorld(
            directory, PARTITIONS, config -> Configs.withIdleness(config, Duration.ofSeconds(1)))) {
      ScenarioRounds run = new ScenarioRounds(world);
      Optional<Round> before = Optional.empty();
      for (long seed : SEEDS) {
        Round round = run.begin(scenario, seed, SCALE);
        round.sendUntil(FALLS_SILENT, ONE_OR_THE_OTHER, delivery -> false);
        run.awaitFlows(0);
        // Ten minutes pass in one partition while the other holds its own back.
        Predicate<Deliveries.Delivery> sleepy =
            delivery -> isSleepy(EventRecords.of(delivery.header(), delivery.event()).key());
        round.sendUntil(LENGTH.plusMinutes(5), ONE_OR_THE_OTHER, sleepy);
        run.awaitFlows(0);
        if (before.isPresent()) {
          // An hour has passed since, by the one partition that speaks.
          long startNs = before.get().startNs();
          ScenarioRounds.eventually(
              "the windows of the hour before are closed and forgotten",
              () ->
                  assertThat(world.liveWindows("edge-windows"))
                      .isPositive()
                      .isLessThanOrEqualTo(windowsAfter(world, startNs)));
        }
        round.sendHeld(ONE_OR_THE_OTHER);
        run.awaitFlows(0);
        // Nothing comes any more: what waits for an answer is decided all the same.
        ScenarioRounds.eventually(
            "every window is true",
            () -> {
              Counted counted = world.counted();
              assertThat(round.differences(counted)).isEmpty();
            });
        before = Optional.of(round);
      }
      assertThat(world.discarded()).isEmpty();
      assertThat(world.counter("weir_jobs_late_deltas")).isZero();
      assertThat(world.counter("weir_jobs_starts")).isEqualTo(1);
    }
  }

  /** Windows of edges that begin more than half an hour after this time. */
  private static long windowsAfter(JobsWorld world, long timeNs) {
    long fromNs = timeNs + Duration.ofMinutes(30).toNanos();
    return world.edges().values().stream()
        .filter(window -> window.getWindow().getStartNs() >= fromNs)
        .count();
  }

  private static boolean isSleepy(byte[] key) {
    return Math.floorMod(Arrays.hashCode(key), 4) == 0;
  }
}
