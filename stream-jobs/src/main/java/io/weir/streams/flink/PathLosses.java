package io.weir.streams.flink;

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

/**
 * Runs one {@link PathLoss} for all nodes: where an address lives, and that its node reports, are
 * facts from other connections. Claims are rare and sightings are thinned, so one instance will do.
 */
final class PathLosses extends KeyedProcessFunction<String, PathEvent, EdgeDelta> {
  private static final long serialVersionUID = 1L;

  static final String KEY = "paths";

  private transient ValueState<PathLoss> state;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  PathLosses() {}

  @Override
  public void open(OpenContext context) {
    state =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>("paths", new FormatSerializer<>(new PathLossFormat())));
  }

  @Override
  public void processElement(PathEvent event, Context context, Collector<EdgeDelta> out)
      throws Exception {
    PathLoss paths = state.value();
    if (paths == null) {
      paths = new PathLoss();
    }
    if (event instanceof Sighting sighting) {
      paths.sighted(sighting);
    } else if (event instanceof PathClaim claim) {
      paths.claimed(claim).ifPresent(out::collect);
    }
    state.update(paths);
  }
}
