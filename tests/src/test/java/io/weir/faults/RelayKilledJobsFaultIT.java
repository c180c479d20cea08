package io.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.story.WeirProcess;
import io.weir.topic.Topic;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The relay dies while a collector sends to it, once for every seed. The collector sends again what
 * was not acknowledged, though Kafka may have it, and the jobs count it once.
 */
@ExtendWith(FaultBroker.class)
class RelayKilledJobsFaultIT {
  private static final Duration START_MAX = Duration.ofSeconds(60);

  @TempDir Path scratch;

  @Test
  void countsStayExactWhenACollectorSendsAgainToTheNextRelay(FaultBroker.Kafka kafka)
      throws Exception {
    FaultTopics.makeAnew(kafka.bootstrap());
    List<Reports> files = new ArrayList<>();
    for (long seed : FaultRun.seeds().toArray()) {
      files.add(Reports.write("relay-killed", seed, (int) seed, scratch));
    }
    Path config = config(kafka.bootstrap(), files);
    List<String> kills = new ArrayList<>();
    try (JobsCluster cluster = JobsCluster.start(1);
        Admin admin = FaultTopics.admin(kafka.bootstrap())) {
      cluster.run(
          FaultJobs.config(
              kafka.bootstrap(), scratch.resolve("checkpoints"), 1, FaultJobs.WHEN_ASKED),
          Optional.empty());
      WeirProcess relay = start("relay", config).awaitReady(START_MAX);
      try (WeirProcess collector = start("collector", config)) {
        long sent = 0;
        for (Reports file : files) {
          long point = sent + file.point();
          FaultRun.await(point + " events are in Kafka", () -> flows(admin) > point);
          relay.kill();
          kills.add("kill@" + flows(admin));
          relay = start("relay", config);
          sent += file.lines();
        }
        FaultRun.await("all is sent", () -> collector.log().contains("Replay done"));
      } finally {
        relay.close();
      }
      awaitTruth(kafka, files, kills);
      assertThat(cluster.repeated()).as("events that came twice").isPositive();
      System.out.println("faults/relay-killed repeated=" + cluster.repeated());
    }
  }

  private static void awaitTruth(FaultBroker.Kafka kafka, List<Reports> files, List<String> kills) {
    for (int i = files.size() - 1; i >= 0; i--) {
      try (FaultRun run = new FaultRun("relay-killed", kafka.bootstrap(), files.get(i).feed())) {
        run.note(kills.get(i));
        // Event time passes all windows once the last hour ends.
        if (i == files.size() - 1) {
          run.feedRest();
        }
        run.awaitTruth();
      }
    }
  }

  private static long flows(Admin admin) throws Exception {
    return FaultTopics.ends(admin, List.of(Topic.FLOWS)).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private WeirProcess start(String role, Path config) {
    return WeirProcess.roles(role, config, scratch);
  }

  private Path config(String bootstrap, List<Reports> files) throws Exception {
    int grpc = freePort();
    return Files.writeString(
        scratch.resolve("weir.yaml"),
        """
        data-dir: %s
        metrics:
          port: 0
        kafka:
          bootstrap-servers: %s
        relay:
          port: %d
        host:
          enabled: false
        collector:
          export:
            relay: 127.0.0.1:%d
          hubble-file:
            files: [%s]
            times: original
        """
            .formatted(
                scratch.resolve("data"),
                bootstrap,
                grpc,
                grpc,
                files.stream()
                    .map(file -> file.path().toString())
                    .collect(Collectors.joining(","))));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
