package io.weir.streams.flink;

import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.ProbeEvent;
import io.weir.streams.JobsConfig;
import io.weir.streams.JobsMetrics;
import io.weir.streams.coverage.CoverageDelta;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.EdgeRules;
import io.weir.streams.sli.SliDelta;
import io.weir.streams.sli.SliTally;
import io.weir.streams.window.Windows;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
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
 * weir.flows.v1 ─▶ distinct ─┬─▶ coverage windows ─────────────────▶ weir.edges.v1
 *                            │          │ what is missing, to edges and services
 *                            └─▶ connections ─┬─▶ edge windows ────▶ weir.edges.v1, weir.slis.v1
 *                                ▲  │         ├─▶ service windows ─▶ weir.slis.v1
 * weir.slos.v1 ──────────────────┘  │         └─▶ drop windows ────▶ weir.drops.v1
 *                                   └─▶ path losses, names ─▶ edge and service windows
 * weir.probes.v1 ─▶ distinct ─────────────────────▶ probe windows ─▶ weir.slis.v1
 * refused, late ───────────────────────────────────────────────────▶ weir.discarded.v1
 * </pre>
 *
 * <p>Every operator has a fixed uid: checkpoints outlive the code.
 */
public final class StreamJobs {
  /** The job's name in Flink, and the consumer group. */
  public static final String NAME = "weir-jobs";

  // A correction counts at the time of a SYN or query, an answer timeout and a bit before now.
  private static final Duration CORRECTION_SLACK = Duration.ofMinutes(1);

  private static final String OVERFLOW = "-overflow";

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
    DataStream<Upsert> coverage = coverage(flows);
    DataStream<Incomplete> incomplete = incomplete(coverage);
    SingleOutputStreamOperator<EdgeDelta> connections = connections(env, flows);
    DataStream<EdgeDelta> deltas =
        connections.union(pathLosses(flows, connections), names(connections));
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

    covered(deltas, incomplete, new EdgeFold(), "edge-windows")
        .union(
            covered(deltas, incomplete, new ServiceFold(), "service-windows"),
            windowed(connections.getSideOutput(Connections.DROPS), new DropFold(), "drop-windows"),
            windowed(executions, new ProbeFold(), "probe-windows"),
            coverage,
            flows.getSideOutput(Discards.TAG),
            connections.getSideOutput(Discards.TAG),
            probes.getSideOutput(Discards.TAG))
        .sinkTo(sink())
        .name("kafka")
        .uid("kafka");
  }

  private SingleOutputStreamOperator<EdgeDelta> connections(
      StreamExecutionEnvironment env, DataStream<FlowEvent> flows) {
    Connections function =
        new Connections(
            rules(),
            windows,
            config.connectionIdle(),
            Math.max(1, config.connectionsMax() / config.parallelism()),
            metrics);
    return flows
        .filter(new FlowsOnly())
        .name("flows-only")
        .uid("flows-only")
        .keyBy(event -> TopicKeys.connectionHash(event.getFlow()), Types.LONG)
        .connect(definitions(env).broadcast())
        .transform("connections", FlowTypes.EDGE_DELTA, new ConnectionsOperator(function))
        .uid("connections");
  }

  private DataStream<Definition> definitions(StreamExecutionEnvironment env) {
    KafkaSource<Definition> source =
        KafkaSource.<Definition>builder()
            .setBootstrapServers(config.bootstrapServers())
            .setTopics(Topic.SLOS.topicName())
            .setGroupId(NAME)
            .setClientIdPrefix(NAME + "-slos")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new DefinitionDecoder())
            .build();
    // Definitions have no say in event time: idle from the first moment on.
    return env.fromSource(
            source,
            WatermarkStrategy.<Definition>noWatermarks().withIdleness(Duration.ofMillis(1)),
            "slos")
        .uid("slos");
  }

  private static DataStream<EdgeDelta> pathLosses(
      DataStream<FlowEvent> flows, SingleOutputStreamOperator<EdgeDelta> connections) {
    return flows
        .flatMap(new Sightings())
        .returns(FlowTypes.PATH_EVENT)
        .name("sightings")
        .uid("sightings")
        .union(connections.getSideOutput(Connections.CLAIMS))
        .keyBy(event -> PathLosses.KEY, Types.STRING)
        .process(new PathLosses())
        .returns(FlowTypes.EDGE_DELTA)
        .name("path-losses")
        .uid("path-losses");
  }

  private DataStream<EdgeDelta> names(SingleOutputStreamOperator<EdgeDelta> connections) {
    Names function =
        new Names(
            config.allowedLateness(), Math.max(1, Names.NAMES_MAX / config.parallelism()), metrics);
    return connections
        .getSideOutput(Connections.ANSWERS)
        .keyBy(Names::key, Types.STRING)
        .transform("names", FlowTypes.EDGE_DELTA, new NamesOperator(function))
        .uid("names");
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

  private DataStream<Upsert> coverage(DataStream<FlowEvent> flows) {
    DataStream<CoverageDelta> parts =
        flows
            .transform(
                "coverage-parts", FlowTypes.COVERAGE_DELTA, new CoverageParts(windows, metrics))
            .uid("coverage-parts");
    return windows(parts, new CoverageFold(), "coverage-windows");
  }

  /** The windows that something is missing from, for everybody who writes a record of them. */
  private static DataStream<Incomplete> incomplete(DataStream<Upsert> coverage) {
    return coverage
        .flatMap(new IncompleteWindows())
        .returns(FlowTypes.INCOMPLETE)
        .name("incomplete-windows")
        .uid("incomplete-windows")
        .broadcast();
  }

  /** Windows, and those of the keys over the limit. */
  private <I, A> DataStream<Upsert> windowed(
      DataStream<I> deltas, WindowFold<I, A> fold, String name) {
    var upserts = windows(deltas, fold, name);
    return upserts.union(
        windows(
            upserts.getSideOutput(UpsertWindows.overflow(fold)),
            new PartialFold<>(fold),
            name + OVERFLOW));
  }

  /** The same for windows whose records say how complete they are. */
  private <I, A> DataStream<Upsert> covered(
      DataStream<I> deltas, DataStream<Incomplete> incomplete, WindowFold<I, A> fold, String name) {
    var upserts = coveredWindows(deltas, incomplete, fold, name);
    return upserts.union(
        coveredWindows(
            upserts.getSideOutput(UpsertWindows.overflow(fold)),
            incomplete,
            new PartialFold<>(fold),
            name + OVERFLOW));
  }

  private <I, A> SingleOutputStreamOperator<Upsert> windows(
      DataStream<I> deltas, WindowFold<I, A> fold, String name) {
    return deltas
        .keyBy(fold::key, Types.STRING)
        .transform(
            name, FlowTypes.UPSERT, new UpsertWindows<>(fold, windows, limits(name), metrics))
        .uid(name);
  }

  private <I, A> SingleOutputStreamOperator<Upsert> coveredWindows(
      DataStream<I> deltas, DataStream<Incomplete> incomplete, WindowFold<I, A> fold, String name) {
    return deltas
        .keyBy(fold::key, Types.STRING)
        .connect(incomplete)
        .transform(
            name, FlowTypes.UPSERT, new CoveredWindows<>(fold, windows, limits(name), metrics))
        .uid(name);
  }

  private UpsertWindows.Limits limits(String name) {
    int keysMax = Math.max(1, config.groupsMax() / config.parallelism());
    return new UpsertWindows.Limits(name, config.emitInterval(), keysMax);
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
