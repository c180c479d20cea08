package io.weir.streams.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckpointHealthTest {
  private static final Instant BEGAN = Instant.parse("2026-03-02T10:00:00Z");
  private static final CheckpointHealth HEALTH =
      new CheckpointHealth(Duration.ofSeconds(5), "s3://weir/edges");

  private static Readiness judge(Optional<Instant> newest, long failed, Duration after) {
    return HEALTH.judge(BEGAN, newest, failed, BEGAN.plus(after));
  }

  @Test
  void tenIntervalsMayPassAndAtLeastAMinute() {
    assertThat(HEALTH.ageMax()).isEqualTo(Duration.ofMinutes(1));
    assertThat(new CheckpointHealth(Duration.ofMinutes(1), "").ageMax())
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aJobThatJustBeganIsWellWithoutACheckpoint() {
    assertThat(judge(Optional.empty(), 3, Duration.ofSeconds(60))).isEqualTo(Readiness.READY);
  }

  @Test
  void aJobWithoutACheckpointForAMinuteIsNot() {
    assertThat(judge(Optional.empty(), 12, Duration.ofSeconds(61)))
        .isEqualTo(
            Readiness.notReady(
                "No checkpoint has been completed since the start at 2026-03-02T10:00:00Z, for 61 s"
                    + " (expected: one every 5.0 s). Counting goes on, but a restart would read all"
                    + " events since then again, and Kafka must still have them. 12 tries have failed"
                    + " since the start: where the log still tells of them, make sure that"
                    + " s3://weir/edges is there, can be written and has room. Else one takes too"
                    + " long: the jobs need more CPU, or s3://weir/edges is slow."));
  }

  @Test
  void theNewestCompleteOneCounts() {
    Optional<Instant> newest = Optional.of(BEGAN.plusSeconds(600));
    assertThat(judge(newest, 12, Duration.ofSeconds(660))).isEqualTo(Readiness.READY);
    assertThat(judge(newest, 12, Duration.ofSeconds(661)).reason())
        .startsWith("No checkpoint has been completed since 2026-03-02T10:10:00Z, for 61 s");
  }

  @Test
  void whereNoneFailedTheyAreSlow() {
    assertThat(judge(Optional.empty(), 0, Duration.ofSeconds(61)).reason())
        .endsWith(
            "No try has failed, so one takes too long: the jobs need more CPU, or s3://weir/edges is"
                + " slow.");
  }
}
