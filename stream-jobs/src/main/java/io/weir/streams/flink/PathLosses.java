package io.weir.streams.flink;

import io.weir.streams.JobsMetrics;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.PathClaim;
import io.weir.streams.edge.PathEvent;
import io.weir.streams.edge.PathLoss;
import io.weir.streams.edge.Sighting;
import io.weir.streams.state.PathLossFormat;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Runs one {@link PathLoss} for all nodes: where an address lives, and that its node reports, are
 * facts from other connections. Claims are rare and sightings are thinned, so one instance will do.
 *
 * <p>All of it is one value under one key, which RocksDB would read and write as a whole. So it is
 * held here, and {@link PathLossesOperator} has it written before each checkpoint.
 */
final class PathLosses extends KeyedProcessFunction<String, PathEvent, EdgeDelta> {
  private static final long serialVersionUID = 1L;

  static final String KEY = "paths";

  private final JobsMetrics.Ref metricsRef;

  private transient ValueState<PathLoss> state;
  private transient JobsMetrics metrics;
  private transient @Nullable PathLoss paths;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  PathLosses(JobsMetrics.Ref metricsRef) {
    this.metricsRef = metricsRef;
  }

  @Override
  public void open(OpenContext context) {
    metrics = FlinkMeters.metrics(metricsRef, getRuntimeContext().getMetricGroup());
    state =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>("paths", new FormatSerializer<>(new PathLossFormat())));
  }

  @Override
  public void processElement(PathEvent event, Context context, Collector<EdgeDelta> out)
      throws Exception {
    if (paths == null) {
      PathLoss kept = state.value();
      paths = kept == null ? new PathLoss() : kept;
    }
    if (event instanceof Sighting sighting) {
      paths.sighted(sighting);
    } else if (event instanceof PathClaim claim) {
      paths.claimed(claim).ifPresent(out::collect);
    }
  }

  /** True in the one instance that gets events, once it has got one. */
  boolean isInUse() {
    return paths != null;
  }

  /** Writes what is held, under {@link #KEY}. A copy: the checkpoint reads it while we go on. */
  void keep() throws Exception {
    if (paths != null) {
      metrics.pathEntries("addresses", paths.homes().size());
      metrics.pathEntries("nodes", paths.reports().size());
      metrics.pathEntries("losses", paths.losses().size());
      state.update(PathLoss.of(paths.homes(), paths.reports(), paths.losses()));
    }
  }
}
