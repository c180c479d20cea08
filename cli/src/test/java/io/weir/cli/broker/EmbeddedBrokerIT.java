package io.weir.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.StartException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  @TempDir Path directory;

  @Test
  void whatWasWrittenIsThereAfterARestartOnAnotherPort() throws Exception {
    try (EmbeddedBroker first = broker(0)) {
      first.start();
      assertThat(first.readiness().ready()).isTrue();
      try (Admin admin = Admin.create(client(first))) {
        admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
      }
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(client(first), new StringSerializer(), new StringSerializer())) {
        producer.send(new ProducerRecord<>("t", "key", "value")).get();
      }
    }
    try (EmbeddedBroker second = broker(0)) {
      second.start();
      try (KafkaConsumer<String, String> consumer =
          new KafkaConsumer<>(client(second), new StringDeserializer(), new StringDeserializer())) {
        TopicPartition partition = new TopicPartition("t", 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        List<ConsumerRecord<String, String>> records = List.of();
        while (records.isEmpty()) {
          records = consumer.poll(Duration.ofSeconds(10)).records(partition);
        }
        assertThat(records).singleElement().extracting(ConsumerRecord::value).isEqualTo("value");
      }
    }
  }

  @Test
  void takenPortIsOneClearSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        EmbeddedBroker broker = broker(taken.getLocalPort())) {
      assertThatThrownBy(broker::start)
          .isInstanceOf(StartException.class)
          .hasMessageContaining("Port " + taken.getLocalPort() + " on 127.0.0.1")
          .hasMessageContaining("--free-ports");
    }
  }

  private EmbeddedBroker broker(int port) {
    return new EmbeddedBroker(BrokerConfig.DEFAULT.withPort(port), directory);
  }

  private static Properties client(EmbeddedBroker broker) {
    Properties properties = new Properties();
    properties.putAll(Map.of("bootstrap.servers", broker.bootstrapServers()));
    return properties;
  }
}
