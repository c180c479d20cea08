package io.weir.bench;

import io.weir.relay.publish.EventRecords;
import io.weir.relay.publish.TopicRecord;
import io.weir.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The topics of the stream jobs on a broker, and {@code weir.flows.v1} filled with made traffic.
 */
final class MadeTopic {
  /** For what {@link PassThroughJob} writes. */
  static final String COPY = "benchmark.copy.v1";

  private static final int PARTITIONS = 4;
  private static final int BATCH = 5_000;

  private static final List<Topic> TOPICS =
      List.of(
          Topic.FLOWS,
          Topic.PROBES,
          Topic.SLOS,
          Topic.EDGES,
          Topic.SLIS,
          Topic.DROPS,
          Topic.DISCARDED);

  private MadeTopic() {}

  static void create(String bootstrapServers) throws Exception {
    try (Admin admin = admin(bootstrapServers)) {
      List<NewTopic> topics = new ArrayList<>();
      for (Topic topic : TOPICS) {
        topics.add(
            new NewTopic(topic.topicName(), PARTITIONS, (short) 1).configs(topic.settings()));
      }
      topics.add(new NewTopic(COPY, PARTITIONS, (short) 1));
      admin.createTopics(topics).all().get();
    }
  }

  static Admin admin(String bootstrapServers) {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /** Writes {@code count} flows as the relay would, and returns the bytes of their values. */
  static long fill(String bootstrapServers, MadeTraffic traffic, int count) {
    long bytes = 0;
    try (RawProducer producer = new RawProducer(bootstrapServers)) {
      List<TopicRecord> batch = new ArrayList<>(BATCH);
      for (int i = 0; i < count; i++) {
        MadeTraffic.Sent sent = traffic.next();
        TopicRecord record = EventRecords.of(sent.header(), sent.event());
        bytes += record.value().length;
        batch.add(record);
        if (batch.size() == BATCH || i == count - 1) {
          producer.send(batch);
          batch.clear();
        }
      }
    }
    return bytes;
  }
}
