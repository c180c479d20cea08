package io.weir.streams.flink;

import com.google.protobuf.Message;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.ProbeEvent;
import io.weir.streams.JobsConfig;
import io.weir.streams.JobsMetrics;
import io.weir.topic.Topic;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The topics that the jobs read, as streams in which each event comes once. */
final class Sources {
  private final StreamExecutionEnvironment env;
  private final JobsConfig config;
  private final JobsMetrics.Ref metrics;

  Sources(StreamExecutionEnvironment env, JobsConfig config, JobsMetrics.Ref metrics) {
    this.env = env;
    this.config = config;
    this.metrics = metrics;
  }

  /** Flows, losses and what else nodes say; refused ones as {@link Discards#TAG}. */
  SingleOutputStreamOperator<FlowEvent> flows() {
    return distinct(
        Topic.FLOWS, "flows", FlowEvent.class, FlowEvent::getHeader, FlowTypes.FLOW_EVENT);
  }

  /** Executions of probes; refused ones as {@link Discards#TAG}. */
  SingleOutputStreamOperator<ProbeEvent> probes() {
    return distinct(
        Topic.PROBES,
        "probes",
        ProbeEvent.class,
        ProbeEvent::getHeader,
        new FormatType<>(ProbeEvent.class, new ProbeEventFormat()));
  }

  /** SLO definitions, the newest of each name last; refused ones as {@link Discards#TAG}. */
  SingleOutputStreamOperator<Definition> definitions() {
    // Definitions have no say in event time: idle from the first moment on.
    return env.fromSource(
            kafka(Topic.SLOS, "slos", new DefinitionDecoder()),
            WatermarkStrategy.<Definition>noWatermarks().withIdleness(Duration.ofMillis(1)),
            "slos")
        .uid("slos")
        .process(new UsableDefinitions(metrics))
        .returns(FlowTypes.DEFINITION)
        .name("slos-usable")
        .uid("slos-usable");
  }

  private <T extends Message> SingleOutputStreamOperator<T> distinct(
      Topic topic,
      String name,
      Class<T> type,
      Distinct.HeaderOf<T> headerOf,
      TypeInformation<T> information) {
    return env.fromSource(
            kafka(topic, name, new EventDecoder(topic)),
            EventTimes.strategy(config.outOfOrderness(), config.idleness()),
            name)
        .uid(name)
        .process(new Distinct<>(topic, type, headerOf, metrics))
        .returns(information)
        .name(name + "-distinct")
        .uid(name + "-distinct");
  }

  private <T> KafkaSource<T> kafka(
      Topic topic, String name, KafkaRecordDeserializationSchema<T> decoder) {
    String group = config.jobSet().fullName();
    return KafkaSource.<T>builder()
        .setBootstrapServers(config.bootstrapServers())
        .setTopics(topic.topicName())
        .setGroupId(group)
        .setClientIdPrefix(group + "-" + name)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(decoder)
        .build();
  }
}
