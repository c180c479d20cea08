package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.Main;
import io.weir.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody doubts what live has counted, and counts once more; also after Kafka has forgotten. */
class ReplayCommandStoryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String FROM = "2024-03-04T09:00:00Z";
  private static final String TO = "2024-03-04T10:00:00Z";

  @TempDir Path scratch;

  @Test
  void aReplayAgreesWithLiveAndStillDoesWhenKafkaHasForgottenHalf() throws Exception {
    Path made = scratch.resolve("made");
    String[] simulate = {
      "simulate", "--scenario", "service-down", "--scale", "0.3", "--out", made.toString()
    };
    assertThat(Main.run(simulate)).isZero();
    try (WeirProcess weir =
        WeirProcess.up(
                scratch.resolve("data"),
                "--no-host",
                "--original-time",
                "--replay",
                made.resolve("flows.jsonl").toString())
            .awaitReady(PATIENCE)) {
      JsonNode first =
          await("live has finished")
              .atMost(PATIENCE)
              .pollInterval(Duration.ofSeconds(1))
              .until(
                  () -> replay(weir, "--compare", "-o", "json"),
                  output -> output.exitCode() == 0 && unfinished(output.json()) == 0)
              .json();
      assertThat(first.at("/comparison/topics/weir.edges.v1/equal").asInt()).isGreaterThan(100);
      assertThat(first.at("/comparison/topics/weir.slis.v1/equal").asInt()).isGreaterThan(100);
      String digest = first.get("sha256").asText();

      Path out = scratch.resolve("records.jsonl");
      forgetHalf(weir);
      WeirProcess.Output again = replay(weir, "--compare", "--out", out.toString());
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(again.out())
          .contains("sha256 " + digest)
          .contains("Live and replay are equal in all")
          .containsPattern("Note: Kafka has forgotten the beginning: [0-9]{3,} events");
      assertThat(Files.readAllLines(out))
          .hasSize(sum(first.get("records")))
          .allSatisfy(line -> assertThat(WeirProcess.parse(line).get("value")).isNotNull());
    }
  }

  private static int sum(JsonNode counts) {
    int sum = 0;
    for (JsonNode count : counts) {
      sum += count.asInt();
    }
    return sum;
  }

  private static long unfinished(JsonNode answer) {
    long unfinished = 0;
    for (JsonNode topic : answer.at("/comparison/topics")) {
      unfinished += topic.get("unfinished").asLong();
    }
    return unfinished;
  }

  private static WeirProcess.Output replay(WeirProcess weir, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "replay",
                "--kafka",
                weir.address("kafka"),
                "--server",
                weir.address("grpc"),
                "--from",
                FROM,
                "--to",
                TO));
    args.addAll(List.of(options));
    return WeirProcess.client("-Xmx700m", args);
  }

  private static void forgetHalf(WeirProcess weir) throws Exception {
    Map<TopicPartition, RecordsToDelete> head = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        KafkaRecords.read(weir.address("kafka"), Topic.FLOWS)) {
      // Up to the middle one of those that there are.
      head.merge(
          new TopicPartition(record.topic(), record.partition()),
          RecordsToDelete.beforeOffset(record.offset()),
          (old, one) -> one);
    }
    head.replaceAll((partition, last) -> RecordsToDelete.beforeOffset(last.beforeOffset() / 2));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", weir.address("kafka")))) {
      admin.deleteRecords(head).all().get();
    }
  }
}
