package io.weir.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.simulate.Counted;
import io.weir.cli.simulate.Difference;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Scenarios;
import io.weir.event.v1.Discarded;
import io.weir.event.v1.DiscardedEvent;
import io.weir.streams.edge.Peers;
import io.weir.topic.Topic;
import io.weir.truth.JobsWorld.Partitions;
import io.weir.truth.ScenarioRounds.Round;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that nobody should write, in every topic that the jobs read and in the middle of a
 * scenario: each is refused with a reason or counts for itself, everybody else's counts are the
 * truth, and the job never falls over.
 */
class PoisonFaultIT {
  private static final long[] SEEDS = {1, 2, 3};
  private static final double SCALE = 0.3;

  @TempDir Path directory;

  @Test
  void poisonIsSetAsideAndEverythingElseIsCounted() throws Exception {
    try (JobsWorld world = new JobsWorld(directory, 2, config -> config)) {
      ScenarioRounds run = new ScenarioRounds(world);
      Scenario scenario = Scenarios.all().get("calm-shop");
      Map<String, Long> expected = new TreeMap<>();
      List<Round> rounds = new ArrayList<>();
      long strange = 0;
      for (long seed : SEEDS) {
        Round round = run.begin(scenario, seed, SCALE);
        rounds.add(round);
        Duration middle = scenario.duration().dividedBy(2);
        round.sendUntil(middle, Partitions.BY_KEY, delivery -> false);
        // Read by now: what comes from 2002 is late, not first.
        run.awaitFlows(strange);
        long nowNs = round.startNs() + middle.toNanos();
        for (Poison poison : Poison.all(seed, Instant.ofEpochSecond(0, nowNs))) {
          int partition = (int) (poison.what().length() % 2);
          world.send(poison.topic(), partition, nowNs, poison.key(), poison.value());
          if (poison.expected().equals(Poison.COUNTS)) {
            strange++;
          } else if (!poison.expected().equals(Poison.NOTHING)) {
            expected.merge(poison.topic() + " " + poison.expected(), 1L, Long::sum);
          }
        }
        round.sendRest();
        run.awaitFlows(strange);
      }
      ScenarioRounds.eventually(
          "every record that was refused is in weir.discarded.v1",
          () -> assertThat(reasons(world.discarded())).isEqualTo(expected));
      ScenarioRounds.eventually(
          "every other count is true",
          () -> {
            Counted counted = world.counted();
            rounds.forEach(round -> assertThat(innocent(round.differences(counted))).isEmpty());
          });
      assertThat(world.discarded())
          .allSatisfy(event -> assertThat(event.getDiscarded().getMessage()).isNotBlank());
      assertThat(world.counter("weir_jobs_discarded_events"))
          .isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
      assertThat(world.counter("weir_jobs_starts")).as("starts of the job").isEqualTo(1);
      assertThat(strange).isGreaterThan(SEEDS.length * 10L);
    }
  }

  /** How many were refused, by topic and reason. */
  private static Map<String, Long> reasons(List<DiscardedEvent> events) {
    Map<String, Long> reasons = new TreeMap<>();
    for (DiscardedEvent event : events) {
      Discarded discarded = event.getDiscarded();
      // Late flows are named by their collector and number, which these do not have.
      String topic =
          List.of(Topic.PROBES, Topic.SLOS).stream()
              .filter(one -> discarded.getOrigin().startsWith(one.topicName()))
              .findFirst()
              .orElse(Topic.FLOWS)
              .name();
      reasons.merge(topic + " " + discarded.getReason(), 1L, Long::sum);
    }
    return reasons;
  }

  /** Strange flows count too, under strange names; everybody else must not feel them. */
  private static List<Difference> innocent(List<Difference> differences) {
    return differences.stream()
        .filter(one -> !one.subject().contains(Poison.STRANGE))
        .filter(one -> !one.subject().contains("/" + Peers.UNKNOWN + "/"))
        .toList();
  }
}
