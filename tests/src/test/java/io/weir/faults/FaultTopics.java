package io.weir.faults;

import static java.util.stream.Collectors.toMap;

import io.weir.topic.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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
      // A broker tells of new topics a moment after it has made them.
      Awaitility.await("the topics have leaders")
          .ignoreExceptions()
          .until(
              () -> haveLeaders(names, admin.describeTopics(names).allTopicNames().get().values()));
    }
  }

  /** Adds those that are not there yet. */
  static void makeMissing(String bootstrap, List<Topic> topics)
      throws ExecutionException, InterruptedException {
    try (Admin admin = admin(bootstrap)) {
      Collection<String> present = admin.listTopics().names().get();
      List<Topic> missing =
          topics.stream().filter(topic -> !present.contains(topic.topicName())).toList();
      admin.createTopics(missing.stream().map(FaultTopics::topic).toList()).all().get();
      List<String> names = topics.stream().map(Topic::topicName).toList();
      Awaitility.await("the topics have leaders")
          .ignoreExceptions()
          .until(
              () -> haveLeaders(names, admin.describeTopics(names).allTopicNames().get().values()));
    }
  }

  private static boolean haveLeaders(List<String> names, Collection<TopicDescription> topics) {
    return topics.size() == names.size()
        && topics.stream()
            .flatMap(topic -> topic.partitions().stream())
            .allMatch(partition -> partition.leader() != null && !partition.leader().isEmpty());
  }

  /** All partitions of some topics. */
  static Stream<TopicPartition> partitions(List<Topic> topics) {
    return topics.stream()
        .flatMap(
            topic ->
                IntStream.range(0, Feed.PARTITIONS)
                    .mapToObj(i -> new TopicPartition(topic.topicName(), i)));
  }

  /** Where partitions end: how many records they have had. */
  static Map<TopicPartition, Long> ends(Admin admin, List<Topic> topics)
      throws ExecutionException, InterruptedException {
    return admin
        .listOffsets(partitions(topics).collect(toMap(one -> one, one -> OffsetSpec.latest())))
        .all()
        .get()
        .entrySet()
        .stream()
        .collect(toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  /**
   * Takes the partitions from members of a group that have ended, as the broker itself does when
   * their session is over: some ten seconds later.
   */
  static void forgetMembers(String bootstrap, String group)
      throws ExecutionException, InterruptedException {
    try (Admin admin = admin(bootstrap)) {
      admin
          .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get();
    }
  }

  private static NewTopic topic(Topic topic) {
    return new NewTopic(topic.topicName(), Feed.PARTITIONS, (short) 1).configs(topic.settings());
  }

  /** Kafka forgets what the raw topics hold up to now, as by a short retention. */
  static void forgetRaw(String bootstrap) throws ExecutionException, InterruptedException {
    try (Admin admin = admin(bootstrap)) {
      forget(admin, ends(admin, List.of(Topic.FLOWS, Topic.PROBES)));
    }
  }

  private static void forget(Admin admin, Map<TopicPartition, Long> ends)
      throws ExecutionException, InterruptedException {
    admin
        .deleteRecords(
            ends.entrySet().stream()
                .collect(
                    toMap(Map.Entry::getKey, end -> RecordsToDelete.beforeOffset(end.getValue()))))
        .all()
        .get();
  }

  /**
   * Kafka forgets the flows it has now, once a complete checkpoint of the jobs holds them.
   *
   * @param jobs the name under which the jobs commit what a checkpoint holds
   * @param more lets further flows come: the jobs commit only while they read
   */
  static void forgetSavedFlows(String bootstrap, String jobs, Runnable more)
      throws ExecutionException, InterruptedException {
    try (Admin admin = admin(bootstrap)) {
      Map<TopicPartition, Long> flows = ends(admin, List.of(Topic.FLOWS));
      FaultRun.await(
          "a checkpoint with all of " + flows,
          () -> {
            more.run();
            Map<TopicPartition, OffsetAndMetadata> saved =
                admin.listConsumerGroupOffsets(jobs).partitionsToOffsetAndMetadata().get();
            return flows.entrySet().stream().allMatch(end -> reaches(saved, end));
          });
      forget(admin, flows);
    }
  }

  private static boolean reaches(
      Map<TopicPartition, OffsetAndMetadata> saved, Map.Entry<TopicPartition, Long> end) {
    OffsetAndMetadata offset = saved.get(end.getKey());
    return offset != null && offset.offset() >= end.getValue();
  }

  static Admin admin(String bootstrap) {
    return Admin.create(Map.of("bootstrap.servers", bootstrap));
  }
}
