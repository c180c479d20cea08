package io.weir.relay.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.relay.TestBroker;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicCreatorIT {
  private static final List<Topic> TOPICS = List.of(Topic.DNS, Topic.SLIS);

  private final TestBroker broker = TestBroker.shared();
  private final TopicCreator creator =
      new TopicCreator(
          new PublishConfig(
              broker.bootstrapServers(),
              PublishConfig.Compression.LZ4,
              Duration.ZERO,
              64 << 10,
              1 << 20,
              Duration.ofSeconds(30),
              Duration.ofSeconds(30),
              TopicsConfig.DEFAULT),
          1 << 20);

  @BeforeEach
  void none() {
    broker.deleteTopics(TOPICS.stream().map(Topic::topicName).toList());
  }

  @Test
  void createsWhatIsMissingAsTheContractSays() throws Exception {
    TopicCreator.Outcome created = creator.ensure(TOPICS);
    assertThat(created.differences()).isEmpty();
    assertThat(created.eventBytesMax()).isEqualTo(1 << 20);
    assertThat(creator.ensure(TOPICS)).isEqualTo(created);
  }

  /** The operator made the topics first, with the broker's defaults. */
  @Test
  void saysWhatDiffersAndLeavesItAlone() throws Exception {
    broker.createTopic(
        Topic.SLIS.topicName(),
        1,
        Map.of(
            "cleanup.policy", "delete,compact",
            "max.message.bytes", "10000"));
    TopicCreator.Outcome outcome = creator.ensure(TOPICS);
    assertThat(outcome.differences())
        .hasSize(2)
        .anyMatch(
            d ->
                d.startsWith(
                    "Topic weir.slis.v1 differs: message.timestamp.type: CreateTime (expected:"
                        + " LogAppendTime)"))
        .anyMatch(d -> d.startsWith("Topic weir.slis.v1 differs: max.message.bytes: 10000"));
    assertThat(outcome.eventBytesMax()).isLessThan(10_000);
    assertThat(creator.ensure(TOPICS)).isEqualTo(outcome);
  }
}
