package io.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody gives the jobs more room in the middle of the flow, and less again. */
@ExtendWith(FaultBroker.class)
class RescaledFaultIT {
  /** Four instances find three partitions: one reads nothing. */
  private static final List<Integer> PARALLELISMS = List.of(1, 4, 2);

  @TempDir Path directory;

  @Test
  void countsStayExactFromOneInstanceToFourToTwo(FaultBroker.Kafka kafka) throws Exception {
    FaultTopics.makeAnew(kafka.bootstrap());
    Optional<String> from = Optional.empty();
    try (JobsCluster cluster = JobsCluster.start(4)) {
      for (long seed : FaultRun.seeds().toArray()) {
        Feed feed = Feed.of("rescaled", seed, (int) seed);
        List<Integer> points = feed.points(PARALLELISMS.size() - 1);
        try (FaultRun run = new FaultRun("rescaled", kafka.bootstrap(), feed)) {
          for (int i = 0; i < PARALLELISMS.size(); i++) {
            int parallelism = PARALLELISMS.get(i);
            cluster.run(
                FaultJobs.config(kafka.bootstrap(), directory, parallelism, FaultJobs.WHEN_ASKED),
                from);
            run.restarted(cluster.restores());
            assertThat(cluster.restores()).isEqualTo(from.isPresent() ? 1 : 0);
            if (i < points.size()) {
              run.feedTo(points.get(i));
              from = Optional.of(cluster.checkpoint().toString());
              run.untilInTheMiddle();
              run.fault(parallelism + "-to-" + PARALLELISMS.get(i + 1));
              cluster.cancel();
            }
          }
          run.feedRest();
          run.awaitTruth();
        }
        from = Optional.of(cluster.checkpoint().toString());
        cluster.cancel();
      }
    }
  }
}
