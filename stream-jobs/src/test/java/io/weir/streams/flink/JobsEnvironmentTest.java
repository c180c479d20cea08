package io.weir.streams.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.streams.JobsConfig;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class JobsEnvironmentTest {
  /** By default the first failed checkpoint restarts the job, and the next one again. */
  @Test
  void noNumberOfFailedCheckpointsRestartsTheJobs() throws Exception {
    Configuration flink = JobsEnvironment.job(JobsConfig.DEFAULT, Optional.empty());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
    assertThat(env.getCheckpointConfig().getTolerableCheckpointFailureNumber())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aRunThatGoesOnFromACheckpointOwnsIt() throws Exception {
    String checkpoint = "s3://bucket/weir/job/chk-7";
    Configuration flink = JobsEnvironment.job(JobsConfig.DEFAULT, Optional.of(checkpoint));
    assertThat(flink.toMap())
        .containsEntry("execution.state-recovery.path", checkpoint)
        .containsEntry("execution.state-recovery.claim-mode", "CLAIM");
  }
}
