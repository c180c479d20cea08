package io.weir.streams.flink;

import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.ProbeEvent;
import io.weir.streams.JobsConfig;
import io.weir.streams.JobsMetrics;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.EdgeRules;
import io.weir.streams.sli.SliDelta;
import io.weir.streams.sli.SliTally;
import io.weir.streams.window.Windows;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The topology: flows become connections, connections become edges, edges become indicators; drops
 * and probes beside them.
 *
 * <pre>
 * weir.flows.v1 ─▶ distinct ─▶ connections ─┬─▶ edge windows ────▶ weir.edges.v1, weir.slis.v1
 *                                           ├─▶ service windows ─▶ weir.slis.v1
 *                                           └─▶ drop windows ────▶ weir.drops.v1
 * weir.probes.v1 ─▶ distinct ───────────────────▶ probe windows ─▶ weir.slis.v1
 * refused, late ─────────────────────────────────────────────────▶ weir.discarded.v1
 * </pre>
 *
 * <p>Every operator has a fixed uid: checkpoints outlive the code.
 */
public final class StreamJobs {
  /** The job's name in Flink, and the consumer group. */
  public static final String NAME = "weir-jobs";

  // A correction counts at the time of a SYN or query, an answer timeout and a bit before now.
  private static final Duration CORRECTION_SLACK = Duration.ofMinutes(1);

  private final JobsConfig config;
  private final JobsMetrics.Ref metrics;
  private final Windows windows;

  public StreamJobs(JobsConfig config, JobsMetrics.Ref metrics) {
    this.config = config;
    this.metrics = metrics;
    this.windows =
        new Windows(config.allowedLateness(), config.answerTimeout().plus(CORRECTION_SLACK));
  }

  /** Adds the topology to {@code env}; runs nothing. */
  public void build(StreamExecutionEnvironment env) {
    SingleOutputStreamOperator<FlowEvent> flows =
        source(env, Topic.FLOWS, "flows")
            .process(new Distinct<>(FlowEvent.class, FlowEvent::getHeader, metrics))
            .returns(FlowTypes.FLOW_EVENT)
            .name("flows-distinct")
            .uid("flows-distinct");
    SingleOutputStreamOperator<EdgeDelta> deltas =
        flows
            .filter(new FlowsOnly(metrics))
            .name("flows-only")
            .uid("flows-only")
            .keyBy(event -> TopicKeys.connectionHash(event.getFlow()), Types.LONG)
            .process(new Connections(rules(), windows, config.connectionIdle(), metrics))
            .returns(FlowTypes.EDGE_DELTA)
            .name("connections")
            .uid("connections");
    SingleOutputStreamOperator<ProbeEvent> probes =
        source(env, Topic.PROBES, "probes")
            .process(new Distinct<>(ProbeEvent.class, ProbeEvent::getHeader, metrics))
            .returns(new FormatType<>(ProbeEvent.class, new ProbeEventFormat()))
            .name("probes-distinct")
            .uid("probes-distinct");
    DataStream<SliDelta> executions =
        probes
            .map(StreamJobs::execution)
            .returns(FlowTypes.SLI_DELTA)
            .name("probe-executions")
            .uid("probe-executions");

    windowed(deltas, new EdgeFold(), "edge-windows")
        .union(
            windowed(deltas, new ServiceFold(), "service-windows"),
            windowed(deltas.getSideOutput(Connections.DROPS), new DropFold(), "drop-windows"),
            windowed(executions, new ProbeFold(), "probe-windows"),
            flows.getSideOutput(Discards.TAG),
            deltas.getSideOutput(Discards.TAG),
            probes.getSideOutput(Discards.TAG))
        .sinkTo(sink())
        .name("kafka")
        .uid("kafka");
  }

  private EdgeRules rules() {
    return new EdgeRules(
        config.answerTimeout(), config.httpLatencyThreshold(), config.dnsLatencyThreshold());
  }

  private DataStream<Received> source(StreamExecutionEnvironment env, Topic topic, String name) {
    KafkaSource<Received> source =
        KafkaSource.<Received>builder()
            .setBootstrapServers(config.bootstrapServers())
            .setTopics(topic.topicName())
            .setGroupId(NAME)
            .setClientIdPrefix(NAME + "-" + name)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new EventDecoder(topic))
            .build();
    return env.fromSource(
            source, EventTimes.strategy(config.outOfOrderness(), config.idleness()), name)
        .uid(name);
  }

  private <I, A> DataStream<Upsert> windowed(
      DataStream<I> deltas, WindowFold<I, A> fold, String name) {
    TypeInformation<String> key = Types.STRING;
    return deltas
        .keyBy(fold::key, key)
        .process(new UpsertWindows<>(fold, windows, config.emitInterval(), metrics))
        .returns(FlowTypes.UPSERT)
        .name(name)
        .uid(name);
  }

  private static SliDelta execution(ProbeEvent event) {
    return new SliDelta(
        event.getProbe().getId(),
        event.getHeader().getObservedAtNs(),
        SliTally.probe(event.getProbe().getSuccess()));
  }

  private KafkaSink<Upsert> sink() {
    return KafkaSink.<Upsert>builder()
        .setBootstrapServers(config.bootstrapServers())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")
        .setProperty(ProducerConfig.LINGER_MS_CONFIG, "20")
        .setRecordSerializer((upsert, context, timestamp) -> record(upsert))
        .build();
  }

  private static ProducerRecord<byte[], byte[]> record(Upsert upsert) {
    byte[] key = upsert.key();
    return new ProducerRecord<>(
        upsert.topic().topicName(), key.length == 0 ? null : key, upsert.value());
  }
}
