package io.weir.streams.replay;

import io.weir.streams.flink.ReplayException;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics {@code replay.NAME.weir.edges.v1} and so on, set up like those of live. */
final class ShadowTopics {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Duration DELETED_MAX = Duration.ofSeconds(30);
  private static final long LOOK_MS = 100;

  private final KafkaClients kafka;
  private final String name;

  /**
   * @throws ReplayException if the name cannot be part of a topic's name
   */
  ShadowTopics(KafkaClients kafka, String name) throws ReplayException {
    if (!NAME.matcher(name).matches()) {
      throw new ReplayException(
          "--into: " + name + " (expected: 1 to 64 letters, digits, \"-\" or \"_\")");
    }
    this.kafka = kafka;
    this.name = name;
  }

  String topicName(Topic topic) {
    return "replay." + name + "." + topic.topicName();
  }

  /** Refuses a name that is taken, before anything long is done. */
  void checkFree(boolean overwrite) throws ReplayException, InterruptedException {
    if (!overwrite && !existing().isEmpty()) {
      throw new ReplayException(
          "--into: "
              + name
              + " has results of an earlier replay. Choose another name, or replace them with"
              + " --overwrite.");
    }
  }

  private List<String> existing() throws ReplayException, InterruptedException {
    Set<String> names = kafka.get(kafka.admin().listTopics().names());
    return RecordSet.TOPICS.stream().map(this::topicName).filter(names::contains).toList();
  }

  /** Creates the topics anew and writes each record once, in order. */
  void write(RecordSet records) throws ReplayException, InterruptedException {
    List<String> old = existing();
    if (!old.isEmpty()) {
      kafka.get(kafka.admin().deleteTopics(old).all());
    }
    create();
    List<Future<?>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = kafka.producer()) {
      for (Topic topic : RecordSet.TOPICS) {
        records
            .of(topic)
            .forEach(
                (key, value) ->
                    sent.add(
                        producer.send(
                            new ProducerRecord<>(topicName(topic), TopicKeys.utf8(key), value))));
      }
      producer.flush();
      for (Future<?> future : sent) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new ReplayException(
          "The results cannot be written to " + topicName(Topic.EDGES) + ": " + e.getCause(), e);
    }
  }

  private void create() throws ReplayException, InterruptedException {
    List<NewTopic> topics = new ArrayList<>();
    for (Topic topic : RecordSet.TOPICS) {
      TopicDescription live =
          kafka
              .get(kafka.admin().describeTopics(List.of(topic.topicName())).allTopicNames())
              .get(topic.topicName());
      if (live == null) {
        throw new ReplayException("Kafka has no topic " + topic.topicName() + ".");
      }
      topics.add(
          new NewTopic(
                  topicName(topic),
                  live.partitions().size(),
                  (short) live.partitions().get(0).replicas().size())
              .configs(Map.copyOf(topic.settings())));
    }
    long deadline = System.nanoTime() + DELETED_MAX.toNanos();
    while (true) {
      try {
        kafka.get(kafka.admin().createTopics(topics).all());
        return;
      } catch (ReplayException e) {
        // Kafka deletes behind the answer: for a moment the old ones are still there.
        if (!(e.getCause() instanceof TopicExistsException) || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(LOOK_MS);
      }
    }
  }
}
