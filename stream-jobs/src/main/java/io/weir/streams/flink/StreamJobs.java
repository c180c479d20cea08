package io.weir.streams.flink;

import io.weir.event.v1.ProbeEvent;
import io.weir.slo.v1.SloDefinition;
import io.weir.streams.Job;
import io.weir.streams.JobSet;
import io.weir.streams.JobsConfig;
import io.weir.streams.JobsMetrics;
import io.weir.streams.coverage.CoverageDelta;
import io.weir.streams.drop.DropDelta;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.EdgeRules;
import io.weir.streams.edge.PathEvent;
import io.weir.streams.sli.ServiceDelta;
import io.weir.streams.sli.SliDelta;
import io.weir.streams.sli.SliTally;
import io.weir.streams.window.Windows;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

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
 *                                   ├─▶ names ─▶ edge and service windows
 *                                   └─▶ path losses ─▶ edge windows
 * weir.probes.v1 ─▶ distinct ─────────────────────▶ probe windows ─▶ weir.slis.v1
 * refused, late ───────────────────────────────────────────────────▶ weir.discarded.v1
 * </pre>
 *
 * <p>This is all jobs in one. A {@link JobSet} that lacks some leaves out what only those need, and
 * writes the same records to its own topics. Of what is refused, flows are written by the set with
 * {@link Job#EDGES}, probes and definitions by the one with {@link Job#SLIS}; every set counts what
 * it refuses.
 *
 * <p>Every operator has a fixed uid: checkpoints outlive the code. They do not outlive a change of
 * the set, which has another folder for them.
 */
public final class StreamJobs {
  // A correction counts at the time of a SYN or query, an answer timeout and a bit before now.
  private static final Duration CORRECTION_SLACK = Duration.ofMinutes(1);

  private final JobsConfig config;
  private final JobSet jobs;
  private final JobsMetrics.Ref metrics;
  private final Course course;
  private final List<SloDefinition> standing;
  private final Windows windows;
  private final WindowStreams windowStreams;

  /** Live, the jobs that the configuration names. */
  public StreamJobs(JobsConfig config, JobsMetrics.Ref metrics) {
    this(config, config.jobSet(), metrics, Course.LIVE, List.of());
  }

  /**
   * @param standing definitions in force before the first event
   */
  StreamJobs(
      JobsConfig config,
      JobSet jobs,
      JobsMetrics.Ref metrics,
      Course course,
      List<SloDefinition> standing) {
    this.config = config;
    this.jobs = jobs;
    this.metrics = metrics;
    this.course = course;
    this.standing = List.copyOf(standing);
    this.windows =
        new Windows(
            course.lateness(config.allowedLateness()),
            config.answerTimeout().plus(CORRECTION_SLACK));
    this.windowStreams = new WindowStreams(config, course, windows, metrics);
  }

  /** Adds the topology to {@code env}, from topics to topics; runs nothing. */
  public void build(StreamExecutionEnvironment env) {
    build(new KafkaEnds(env, config, metrics));
  }

  /** The same between other ends. */
  void build(Ends ends) {
    Sources sources = new Sources(ends, metrics);
    Records records = new Records();
    SingleOutputStreamOperator<Received> flows = sources.flows();
    if (jobs.has(Job.EDGES) || jobs.has(Job.SLIS)) {
      SingleOutputStreamOperator<Definition> definitions = sources.definitions();
      SingleOutputStreamOperator<EdgeDelta> connections = connections(flows, definitions);
      edgesAndIndicators(flows, connections, records);
      if (jobs.has(Job.DROPS)) {
        drops(connections.getSideOutput(Connections.DROPS), records);
      }
      if (jobs.has(Job.SLIS)) {
        records.add(definitions.getSideOutput(Discards.TAG));
      }
    } else {
      drops(dropsAlone(flows), records);
    }
    if (jobs.has(Job.SLIS)) {
      probes(sources.probes(), records);
    }
    records.writeTo(ends);
  }

  private void edgesAndIndicators(
      SingleOutputStreamOperator<Received> flows,
      SingleOutputStreamOperator<EdgeDelta> connections,
      Records records) {
    DataStream<Upsert> coverage = coverage(flows);
    DataStream<Incomplete> incomplete = incomplete(coverage);
    DataStream<EdgeDelta> bundles =
        connections
            .transform("edge-bundles", FlowTypes.EDGE_DELTA, new EdgeBundles())
            .uid("edge-bundles");
    DataStream<EdgeDelta> names = names(connections);
    DataStream<EdgeDelta> deltas = bundles.union(names, pathLosses(flows, connections));
    if (jobs.has(Job.EDGES)) {
      EdgeFold fold = new EdgeFold(jobs.has(Job.SLIS));
      records.add(windowStreams.covered(deltas, incomplete, fold, "edge-windows"));
      records.add(coverage);
      records.add(flows.getSideOutput(Discards.TAG));
      records.add(connections.getSideOutput(Discards.TAG));
    } else {
      EdgeIndicatorFold fold = new EdgeIndicatorFold();
      records.add(windowStreams.covered(deltas, incomplete, fold, "edge-indicator-windows"));
    }
    if (jobs.has(Job.SLIS)) {
      // Before they are united, so that bundles need not travel to be read.
      DataStream<ServiceDelta> services =
          services(bundles, "service-deltas").union(services(names, "service-deltas-of-names"));
      ServiceFold fold = new ServiceFold();
      records.add(windowStreams.covered(services, incomplete, fold, "service-windows"));
    }
  }

  private static DataStream<ServiceDelta> services(DataStream<EdgeDelta> deltas, String name) {
    return deltas
        .flatMap(new ServiceDeltas())
        .returns(FlowTypes.SERVICE_DELTA)
        .name(name)
        .uid(name);
  }

  private void drops(DataStream<DropDelta> drops, Records records) {
    records.add(windowStreams.windowed(drops, new DropFold(), "drop-windows"));
  }

  private DataStream<DropDelta> dropsAlone(DataStream<Received> flows) {
    Drops function =
        new Drops(
            windows,
            config.connectionIdle(),
            Math.max(1, config.connectionsMax() / config.parallelism()),
            metrics);
    return flows
        .filter(new DropsOnly())
        .name("drops-only")
        .uid("drops-only")
        .flatMap(new RawFlows())
        .returns(FlowTypes.RAW_FLOW)
        .name("drops-raw")
        .uid("drops-raw")
        .keyBy(RawFlow::connection, Types.LONG)
        .transform("drops", FlowTypes.DROP_DELTA, new BoundedKeysOperator<>(function))
        .uid("drops");
  }

  private void probes(SingleOutputStreamOperator<ProbeEvent> probes, Records records) {
    DataStream<SliDelta> executions =
        probes
            .map(
                event ->
                    new SliDelta(
                        event.getProbe().getId(),
                        event.getHeader().getObservedAtNs(),
                        SliTally.probe(event.getProbe().getSuccess())))
            .returns(FlowTypes.SLI_DELTA)
            .name("probe-executions")
            .uid("probe-executions");
    records.add(windowStreams.windowed(executions, new ProbeFold(), "probe-windows"));
    records.add(probes.getSideOutput(Discards.TAG));
  }

  private SingleOutputStreamOperator<EdgeDelta> connections(
      DataStream<Received> flows, DataStream<Definition> definitions) {
    Connections function =
        new Connections(
            new EdgeRules(
                config.answerTimeout(),
                config.httpLatencyThreshold(),
                config.dnsLatencyThreshold()),
            windows,
            config.connectionIdle(),
            course.limit(Math.max(1, config.connectionsMax() / config.parallelism())),
            metrics,
            course,
            standing);
    return flows
        .flatMap(new RawFlows())
        .returns(FlowTypes.RAW_FLOW)
        .name("flows-only")
        .uid("flows-only")
        .keyBy(RawFlow::connection, Types.LONG)
        .connect(definitions.broadcast())
        .transform("connections", FlowTypes.EDGE_DELTA, new ConnectionsOperator(function))
        .uid("connections");
  }

  private KeyedProcessOperator<String, PathEvent, EdgeDelta> pathLosses() {
    return course.isLive()
        ? new PathLossesOperator(new PathLosses(metrics))
        : new KeyedProcessOperator<>(new ReplayedPathLosses());
  }

  private DataStream<EdgeDelta> pathLosses(
      DataStream<Received> flows, SingleOutputStreamOperator<EdgeDelta> connections) {
    return flows
        .flatMap(new Sightings())
        .returns(FlowTypes.PATH_EVENT)
        .name("sightings")
        .uid("sightings")
        .union(connections.getSideOutput(Connections.CLAIMS))
        .keyBy(event -> PathLosses.KEY, Types.STRING)
        .transform("path-losses", FlowTypes.EDGE_DELTA, pathLosses())
        .uid("path-losses");
  }

  private DataStream<EdgeDelta> names(SingleOutputStreamOperator<EdgeDelta> connections) {
    Names function =
        new Names(
            config.allowedLateness(),
            course.limit(Math.max(1, Names.NAMES_MAX / config.parallelism())),
            metrics);
    return connections
        .getSideOutput(Connections.ANSWERS)
        .keyBy(Names::key, Types.STRING)
        .transform("names", FlowTypes.EDGE_DELTA, new BoundedKeysOperator<>(function))
        .uid("names");
  }

  private DataStream<Upsert> coverage(DataStream<Received> flows) {
    DataStream<CoverageDelta> parts =
        flows
            .transform(
                "coverage-parts", FlowTypes.COVERAGE_DELTA, new CoverageParts(windows, metrics))
            .uid("coverage-parts");
    return windowStreams.windows(parts, new CoverageFold(), "coverage-windows");
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
}
