package io.weir.bench;

import io.weir.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * What is in {@code weir.flows.v1}.
 *
 * @param records in all partitions, of a topic that forgot none yet
 * @param bytes of its segments on all brokers, without their indexes
 */
record FlowsTopic(long records, long bytes) {
  private static final String NAME = Topic.FLOWS.topicName();

  static FlowsTopic read(String bootstrapServers) throws Exception {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      return new FlowsTopic(records(admin), bytes(admin));
    }
  }

  private static long records(Admin admin) throws Exception {
    TopicDescription topic = admin.describeTopics(List.of(NAME)).allTopicNames().get().get(NAME);
    Map<TopicPartition, OffsetSpec> ends =
        topic.partitions().stream()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(NAME, partition.partition()),
                    partition -> OffsetSpec.latest()));
    return admin.listOffsets(ends).all().get().values().stream()
        .mapToLong(end -> end.offset())
        .sum();
  }

  private static long bytes(Admin admin) throws Exception {
    var brokers = admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
    return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
        .flatMap(directories -> directories.values().stream())
        .flatMap(directory -> directory.replicaInfos().entrySet().stream())
        .filter(replica -> replica.getKey().topic().equals(NAME))
        .mapToLong(replica -> replica.getValue().size())
        .sum();
  }
}
