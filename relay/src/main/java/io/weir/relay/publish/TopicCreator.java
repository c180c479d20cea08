package io.weir.relay.publish;

import io.weir.runtime.StartException;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing and says where existing ones differ from the contract. Never
 * alters a topic: that is the operator's, and may be on purpose.
 */
public final class TopicCreator {
  private static final Logger LOG = LoggerFactory.getLogger(TopicCreator.class);

  /** What the batch and the record add to a value, at least; the key is small. */
  private static final int OVERHEAD_BYTES = 4 << 10;

  private final PublishConfig config;
  private final long eventBytesMax;

  /**
   * @param eventBytesMax the largest value that will be written; created topics accept it
   */
  public TopicCreator(PublishConfig config, long eventBytesMax) {
    this.config = config;
    this.eventBytesMax = eventBytesMax;
  }

  /**
   * What is there now.
   *
   * @param differences one sentence for each setting that is not what the contract says
   * @param eventBytesMax the largest value that every topic accepts, in bytes, at most what was
   *     asked for
   */
  public record Outcome(List<String> differences, long eventBytesMax) {
    public Outcome {
      differences = List.copyOf(differences);
    }
  }

  /**
   * Makes sure that {@code topics} exist; waits for Kafka at most {@link
   * PublishConfig#startTimeout}.
   *
   * @throws StartException if Kafka does not answer, or does not let the relay create a topic
   */
  public Outcome ensure(Collection<Topic> topics) throws StartException, InterruptedException {
    long deadline = System.nanoTime() + config.startTimeout().toNanos();
    try (Admin admin = admin()) {
      create(admin, topics, deadline);
      Outcome outcome = compare(admin, topics, deadline);
      outcome.differences().forEach(difference -> LOG.warn("{}", difference));
      return outcome;
    } catch (TimeoutException | org.apache.kafka.common.errors.TimeoutException e) {
      throw new StartException(
          "Kafka at "
              + config.bootstrapServers()
              + " does not answer within "
              + config.startTimeout().toSeconds()
              + " s. Start it, or name another with relay.publish.bootstrap-servers.",
          e);
    } catch (KafkaException e) {
      throw new StartException("Cannot prepare topics in Kafka: " + e.getMessage(), e);
    }
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            config.bootstrapServers(),
            AdminClientConfig.CLIENT_ID_CONFIG,
            "weir-relay-topics",
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) Math.max(1_000, Math.min(config.startTimeout().toMillis(), Integer.MAX_VALUE)),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) Math.max(1_000, Math.min(config.startTimeout().toMillis(), 30_000)),
            AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG,
            false));
  }

  private void create(Admin admin, Collection<Topic> topics, long deadline)
      throws TimeoutException, InterruptedException {
    var existing = get(admin.listTopics().names(), deadline);
    List<NewTopic> missing =
        topics.stream()
            .filter(topic -> !existing.contains(topic.topicName()))
            .map(this::newTopic)
            .toList();
    Map<String, KafkaFuture<Void>> created = admin.createTopics(missing).values();
    for (Map.Entry<String, KafkaFuture<Void>> topic : created.entrySet()) {
      try {
        get(topic.getValue(), deadline);
        LOG.info("Created topic {} partitions={}", topic.getKey(), config.topics().partitions());
      } catch (TopicExistsException e) {
        LOG.debug("Another process created topic {} at the same moment", topic.getKey());
      }
    }
  }

  private NewTopic newTopic(Topic topic) {
    Map<String, String> settings = new HashMap<>(topic.settings());
    settings.put(
        TopicConfig.RETENTION_MS_CONFIG, Long.toString(config.topics().retention().toMillis()));
    settings.put(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(config.topics().minInSync()));
    settings.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Long.toString(eventBytesMax + ProducerSettings.RECORD_OVERHEAD_BYTES));
    return new NewTopic(
            topic.topicName(), config.topics().partitions(), (short) config.topics().replication())
        .configs(settings);
  }

  private Outcome compare(Admin admin, Collection<Topic> topics, long deadline)
      throws TimeoutException, InterruptedException {
    List<String> differences = new ArrayList<>();
    long smallest = eventBytesMax;
    for (Topic topic : topics) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
      Config actual =
          get(admin.describeConfigs(List.of(resource)).values().get(resource), deadline);
      topic.settings().forEach((name, wanted) -> compare(topic, name, wanted, actual, differences));
      long accepted =
          Long.parseLong(actual.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value()) - OVERHEAD_BYTES;
      if (accepted < eventBytesMax) {
        differences.add(
            "Topic %s differs: max.message.bytes: %d (expected: >= %d); larger events will be discarded as too_large."
                .formatted(
                    topic.topicName(), accepted + OVERHEAD_BYTES, eventBytesMax + OVERHEAD_BYTES));
      }
      smallest = Math.min(smallest, accepted);
    }
    return new Outcome(differences, smallest);
  }

  private static void compare(
      Topic topic, String name, String wanted, Config actual, List<String> differences) {
    String found = actual.get(name).value();
    // A list setting has no order.
    if (!new TreeSet<>(List.of(found.split(",")))
        .equals(new TreeSet<>(List.of(wanted.split(","))))) {
      differences.add(
          "Topic %s differs: %s: %s (expected: %s). Weir leaves it alone; kafka-configs --alter changes it."
              .formatted(topic.topicName(), name, found, wanted));
    }
  }

  private static <T> T get(KafkaFuture<T> future, long deadline)
      throws TimeoutException, InterruptedException {
    try {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      return future.get(left.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException cause) {
        throw cause;
      }
      throw new KafkaException(e.getCause());
    }
  }
}
