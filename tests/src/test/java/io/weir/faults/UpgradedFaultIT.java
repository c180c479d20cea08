package io.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new build of the jobs goes on from the savepoints of earlier ones, which lie in the resources.
 * {@code -Dweir.savepoint.write=NAME} writes those of the present build.
 */
@ExtendWith(FaultBroker.class)
class UpgradedFaultIT {
  private static final String WRITE = "weir.savepoint.write";
  private static final int PARALLELISM = 2;

  /** Counts that later builds defined anew: a savepoint from before cannot judge them. */
  private static final Map<String, Set<String>> DEFINED_ANEW =
      Map.of("build-1", Set.of("delivered", "delivery.good", "delivery.total"));

  /** Small enough to lie in the repository. */
  private static final double SCALE = 0.05;

  @TempDir Path directory;
  private JobsCluster cluster;

  @BeforeEach
  void startCluster() throws Exception {
    cluster = JobsCluster.start(PARALLELISM);
  }

  @AfterEach
  void stopCluster() throws Exception {
    cluster.close();
  }

  @Test
  @EnabledIfSystemProperty(named = WRITE, matches = ".+")
  void writesTheSavepointsOfThisBuild(FaultBroker.Kafka kafka) throws Exception {
    for (long seed : FaultRun.seeds().toArray()) {
      FaultTopics.makeAnew(kafka.bootstrap());
      Feed feed = Feed.of("upgraded", seed, 0, SCALE);
      run(kafka, Optional.empty());
      try (Feeder feeder = new Feeder(kafka.bootstrap(), feed.records());
          Published published = new Published(kafka.bootstrap())) {
        int sent = feed.points(1).get(0);
        long read = cluster.read();
        feeder.to(sent);
        FaultRun.await("all is read", () -> cluster.read() >= read + sent);
        Path savepoint = cluster.savepoint(directory);
        cluster.cancel();
        Path file =
            new GoldenSavepoint(
                    System.getProperty(WRITE),
                    seed,
                    feed.scenario(),
                    sent,
                    feed.records(),
                    GoldenSavepoint.counts(feed),
                    published.counts())
                .write(savepoint);
        System.out.println("Wrote " + file + ", " + Files.size(file) + " bytes");
      }
    }
  }

  @Test
  @DisabledIfSystemProperty(named = WRITE, matches = ".+")
  void thisBuildGoesOnExactlyFromTheSavepointsOfEarlierOnes(FaultBroker.Kafka kafka)
      throws Exception {
    List<Path> files = GoldenSavepoint.all();
    assertThat(files).as("golden savepoints").hasSizeGreaterThanOrEqualTo(3);
    for (Path file : files) {
      Path savepoint = directory.resolve(file.getFileName().toString());
      GoldenSavepoint golden = GoldenSavepoint.read(file, savepoint);
      FaultTopics.makeAnew(kafka.bootstrap());
      try (Feeder feeder = new Feeder(kafka.bootstrap(), golden.records());
          Published published = new Published(kafka.bootstrap())) {
        feeder.to(golden.sent());
        long read = cluster.read();
        restore(kafka, golden, savepoint);
        feeder.to(golden.records().size());
        awaitTruth(golden, published);
        assertThat(cluster.read() - read)
            .as("read by this build")
            .isEqualTo(golden.records().size() - golden.sent());
      }
      cluster.cancel();
    }
  }

  @Test
  @DisabledIfSystemProperty(named = WRITE, matches = ".+")
  void aStateThatThisBuildDoesNotKnowIsNamed(FaultBroker.Kafka kafka) throws Exception {
    FaultTopics.makeAnew(kafka.bootstrap());
    Path savepoint = directory.resolve("of-the-future");
    GoldenSavepoint golden = GoldenSavepoint.read(GoldenSavepoint.all().get(0), savepoint);
    rename("PathLossFormat", "PathLossFormaX", savepoint);
    try (Feeder feeder = new Feeder(kafka.bootstrap(), golden.records())) {
      feeder.to(golden.sent());
      assertThatThrownBy(() -> restore(kafka, golden, savepoint))
          .hasMessageContaining("state of operator path-losses changed without a version")
          .hasMessageContaining("PathLossFormaX");
    }
    cluster.cancel();
  }

  private void restore(FaultBroker.Kafka kafka, GoldenSavepoint golden, Path savepoint)
      throws Exception {
    try {
      run(kafka, Optional.of(savepoint.toString()));
    } catch (JobsCluster.JobFailed e) {
      throw RestoreFailure.explain(golden.name(), savepoint, e.getCause());
    }
  }

  private void run(FaultBroker.Kafka kafka, Optional<String> from) throws Exception {
    cluster.run(
        FaultJobs.config(
            kafka.bootstrap(), directory.resolve("checkpoints"), PARALLELISM, FaultJobs.WHEN_ASKED),
        from);
  }

  private static void awaitTruth(GoldenSavepoint golden, Published published) {
    Set<String> anew = DEFINED_ANEW.getOrDefault(golden.name(), Set.of());
    TreeMap<String, Long> wrong = new TreeMap<>();
    try {
      FaultRun.await(
          "every count is true",
          () -> {
            wrong.clear();
            wrong.putAll(golden.wrong(published.counts()));
            wrong.keySet().removeIf(key -> anew.contains(key.substring(key.lastIndexOf('\t') + 1)));
            return wrong.isEmpty();
          });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "After "
              + golden.name()
              + " was restored "
              + wrong.size()
              + " counts are wrong: state of an operator, or a rule, changed without a version. "
              + wrong,
          e);
    }
    System.out.printf(
        "faults/upgraded from=%s scenario=%s seed=%d points=savepoint@%d restarts=1 records=%d"
            + " counts=%d differences=0%n",
        golden.name(),
        golden.scenario(),
        golden.seed(),
        golden.sent(),
        golden.records().size(),
        golden.truth().size());
  }

  /** As if another build had called a format so, in every file of a savepoint. */
  private static void rename(String from, String to, Path savepoint) throws Exception {
    boolean renamed = false;
    try (var files = Files.walk(savepoint)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        // Latin-1 keeps every byte as it is.
        String before = Files.readString(file, StandardCharsets.ISO_8859_1);
        String after = before.replace(from, to);
        renamed |= !after.equals(before);
        Files.writeString(file, after, StandardCharsets.ISO_8859_1);
      }
    }
    assertThat(renamed).as("the savepoint names " + from).isTrue();
  }
}
