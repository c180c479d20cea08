package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Flow;
import io.weir.model.SeenNumbers;
import io.weir.topic.Topic;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles as processes of their own; the relay dies while a collector sends. */
class RelayKilledFaultIT {
  private static final int CONNECTIONS = 16_130;

  @TempDir Path scratch;

  @Test
  void killedRelayLosesNothingAndDoublesNothing() throws Exception {
    Path file = MadeFlows.write(scratch.resolve("made.jsonl"), CONNECTIONS);
    List<Flow> in = HubbleLines.flows(Files.readAllLines(file));
    Path config = config(file);

    try (WeirProcess broker = WeirProcess.roles("broker", config, scratch)) {
      broker.awaitReady(Duration.ofSeconds(60));
      String kafka = broker.address("kafka");
      WeirProcess relay = WeirProcess.roles("relay", config, scratch);
      relay.awaitReady(Duration.ofSeconds(60));
      try (WeirProcess collector = WeirProcess.roles("collector", config, scratch)) {
        for (long before : new long[] {5_000, 40_000}) {
          Awaitility.await("some are in Kafka")
              .atMost(Duration.ofSeconds(60))
              .pollInterval(Duration.ofMillis(20))
              .until(() -> KafkaRecords.count(kafka, Topic.FLOWS) > before);
          relay.kill();
          relay = WeirProcess.roles("relay", config, scratch);
        }
        Awaitility.await("the replay ends")
            .atMost(Duration.ofSeconds(120))
            .pollInterval(Duration.ofMillis(500))
            .until(() -> collector.log().contains("Replay done"));
      } finally {
        relay.close();
      }
      List<Flow> out = eachOnce(KafkaRecords.read(kafka, Topic.FLOWS));
      assertThat(out).hasSize(in.size());
      assertThat(new HashSet<>(out)).isEqualTo(new HashSet<>(in));
    }
  }

  /** What any reader of the topic does. */
  private static List<Flow> eachOnce(List<ConsumerRecord<byte[], byte[]>> records) {
    SeenNumbers seen = new SeenNumbers();
    List<Flow> flows = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      FlowEvent event = (FlowEvent) KafkaRecords.decode(Topic.FLOWS, record.value());
      if (event.hasFlow()
          && seen.firstSight(
              record.partition(), event.getHeader().getCollector(), event.getHeader().getSeq())) {
        flows.add(event.getFlow());
      }
    }
    return flows;
  }

  private Path config(Path file) throws Exception {
    int kafka = freePort();
    int grpc = freePort();
    return Files.writeString(
        scratch.resolve("weir.yaml"),
        """
        data-dir: %s
        metrics:
          port: 0
        broker:
          port: %d
        kafka:
          bootstrap-servers: 127.0.0.1:%d
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
            .formatted(scratch.resolve("data"), kafka, kafka, grpc, grpc, file));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
