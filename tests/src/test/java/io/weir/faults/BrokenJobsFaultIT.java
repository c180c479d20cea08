package io.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.simulate.Difference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fault tests can fail. Jobs that lose their state, count a resend twice or miss one event
 * differ from the truth, and the same run without the mistake does not.
 */
@ExtendWith(FaultBroker.class)
class BrokenJobsFaultIT {
  private static final String SCENARIO = "bad-rollout";
  private static final long SEED = 1;

  private static JobsCluster cluster;

  @TempDir Path directory;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = JobsCluster.start(1);
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @BeforeEach
  void makeTopicsAnew(FaultBroker.Kafka kafka) throws Exception {
    FaultTopics.makeAnew(kafka.bootstrap());
  }

  @Test
  void jobsThatAreRestoredAreExact(FaultBroker.Kafka kafka) throws Exception {
    assertThat(restarted(kafka, true)).isEmpty();
  }

  @Test
  void jobsThatForgetTheirStateAreFoundOut(FaultBroker.Kafka kafka) throws Exception {
    assertThat(restarted(kafka, false)).hasSizeGreaterThan(100);
  }

  @Test
  void resendsThatNobodyCanTellAreFoundOut(FaultBroker.Kafka kafka) throws Exception {
    Feed feed = Feed.ofScenario(SCENARIO, SEED, Feed.Resends.UNDER_NEW_NUMBERS);
    assertThat(differences("counted-twice", kafka, feed)).hasSizeGreaterThan(100);
  }

  @Test
  void oneEventThatIsMissingIsFoundOut(FaultBroker.Kafka kafka) throws Exception {
    Feed feed = Feed.ofScenario(SCENARIO, SEED, Feed.Resends.UNDER_THEIR_NUMBERS);
    assertThat(differences("one-missing", kafka, feed.without(feed.firstSentOnce()))).isNotEmpty();
  }

  /** Kafka forgets what was read before the stop, so that all depends on the checkpoint. */
  private List<Difference> restarted(FaultBroker.Kafka kafka, boolean fromCheckpoint)
      throws Exception {
    Feed feed = Feed.ofScenario(SCENARIO, SEED, Feed.Resends.UNDER_THEIR_NUMBERS);
    String kind = fromCheckpoint ? "restored" : "state-forgotten";
    try (FaultRun run = new FaultRun(kind, kafka.bootstrap(), feed)) {
      start(kafka, Optional.empty());
      long read = cluster.read();
      run.feedTo(feed.points(1).get(0));
      int sent = run.quiet();
      FaultRun.await("all is read", () -> cluster.read() >= read + sent);
      String checkpoint = cluster.checkpoint().toString();
      cluster.cancel();
      FaultTopics.forgetRaw(kafka.bootstrap());
      long readAgain = cluster.read();
      run.fault("stop");
      start(kafka, fromCheckpoint ? Optional.of(checkpoint) : Optional.empty());
      return drained(run, readAgain, feed.records().size() - sent);
    }
  }

  private List<Difference> differences(String kind, FaultBroker.Kafka kafka, Feed feed)
      throws Exception {
    try (FaultRun run = new FaultRun(kind, kafka.bootstrap(), feed)) {
      long read = cluster.read();
      start(kafka, Optional.empty());
      return drained(run, read, feed.records().size());
    }
  }

  private void start(FaultBroker.Kafka kafka, Optional<String> from) throws Exception {
    cluster.run(FaultJobs.config(kafka.bootstrap(), directory, 1, FaultJobs.WHEN_ASKED), from);
  }

  /** What differs after the jobs have read {@code more} records and written the last they can. */
  private List<Difference> drained(FaultRun run, long readBefore, int more) throws Exception {
    run.feedRest();
    FaultRun.await("all is read", () -> cluster.read() >= readBefore + more);
    cluster.drain(directory);
    return run.differences();
  }
}
