package io.weir.faults;

import io.weir.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** The topics that the jobs read and write. */
final class FaultTopics {
  static final List<Topic> ALL =
      List.of(
          Topic.FLOWS,
          Topic.PROBES,
          Topic.SLOS,
          Topic.EDGES,
          Topic.SLIS,
          Topic.DROPS,
          Topic.DISCARDED);

  private FaultTopics() {}

  /** Empties the broker: whatever was there before is gone. */
  static void makeAnew(String bootstrap) throws ExecutionException, InterruptedException {
    try (Admin admin = admin(bootstrap)) {
      List<String> names = ALL.stream().map(Topic::topicName).toList();
      List<String> present = new ArrayList<>(admin.listTopics().names().get());
      present.retainAll(names);
      admin.deleteTopics(present).all().get();
      Awaitility.await("the topics are gone")
          .until(() -> admin.listTopics().names().get().stream().noneMatch(names::contains));
      admin.createTopics(ALL.stream().map(FaultTopics::topic).toList()).all().get();
    }
  }

  private static NewTopic topic(Topic topic) {
    return new NewTopic(topic.topicName(), Feed.PARTITIONS, (short) 1).configs(topic.settings());
  }

  /** Kafka forgets what the raw topics hold up to now, as by a short retention. */
  static void forgetRaw(String bootstrap) throws ExecutionException, InterruptedException {
    try (Admin admin = admin(bootstrap)) {
      Map<TopicPartition, OffsetSpec> all =
          List.of(Topic.FLOWS, Topic.PROBES).stream()
              .flatMap(
                  topic ->
                      java.util.stream.IntStream.range(0, Feed.PARTITIONS)
                          .mapToObj(i -> new TopicPartition(topic.topicName(), i)))
              .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
      admin
          .deleteRecords(
              admin.listOffsets(all).all().get().entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          Map.Entry::getKey,
                          end -> RecordsToDelete.beforeOffset(end.getValue().offset()))))
          .all()
          .get();
    }
  }

  private static Admin admin(String bootstrap) {
    return Admin.create(Map.of("bootstrap.servers", bootstrap));
  }
}
