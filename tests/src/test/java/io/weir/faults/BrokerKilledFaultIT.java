package io.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.story.WeirProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka dies while the jobs read and write and others send, and comes back with what it had. The
 * broker is a process of its own.
 */
class BrokerKilledFaultIT {
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final int PARALLELISM = 2;

  @TempDir Path scratch;

  @Test
  void countsStayExactWhenTheBrokerIsKilledAndComesBack() throws Exception {
    Path config = config();
    WeirProcess broker = start(config);
    String bootstrap = broker.address("kafka");
    FaultTopics.makeAnew(bootstrap);
    try (JobsCluster cluster = JobsCluster.start(PARALLELISM)) {
      cluster.run(
          FaultJobs.config(
              bootstrap, scratch.resolve("checkpoints"), PARALLELISM, Duration.ofMillis(500)),
          Optional.empty());
      for (long seed : FaultRun.seeds().toArray()) {
        Feed feed = Feed.of("broker-killed", seed, (int) seed);
        try (FaultRun run = new FaultRun("broker-killed", bootstrap, feed)) {
          long restores = cluster.restores();
          run.feedTo(feed.points(1).get(0));
          run.untilInTheMiddle();
          run.fault("kill");
          broker.kill();
          broker = start(config);
          run.feedRest();
          run.restarted(cluster.restores() - restores);
          run.awaitTruth();
        }
        assertThat(cluster.status()).isEqualTo(JobStatus.RUNNING);
      }
    } finally {
      broker.close();
    }
  }

  private WeirProcess start(Path config) {
    return WeirProcess.roles("broker", config, scratch).awaitReady(START_MAX);
  }

  private Path config() throws Exception {
    return Files.writeString(
        scratch.resolve("weir.yaml"),
        """
        data-dir: %s
        metrics:
          port: 0
        broker:
          port: %d
        """
            .formatted(scratch.resolve("data"), freePort()));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
