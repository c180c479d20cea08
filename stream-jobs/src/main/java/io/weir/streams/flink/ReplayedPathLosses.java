package io.weir.streams.flink;

import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.PathClaim;
import io.weir.streams.edge.PathEvent;
import io.weir.streams.edge.PathHistory;
import io.weir.streams.edge.Sighting;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * {@link PathLosses} of a replay: sightings and claims come on two ways that meet in no certain
 * order, so claims are decided when all is in. Has no checkpoints to be part of.
 */
final class ReplayedPathLosses extends KeyedProcessFunction<String, PathEvent, EdgeDelta> {
  private static final long serialVersionUID = 1L;

  private static final long END_MS = Long.MAX_VALUE - 1;

  private transient PathHistory history;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  ReplayedPathLosses() {}

  @Override
  public void open(OpenContext context) {
    history = new PathHistory();
  }

  @Override
  public void processElement(PathEvent event, Context context, Collector<EdgeDelta> out) {
    context.timerService().registerEventTimeTimer(END_MS);
    if (event instanceof Sighting sighting) {
      history.sighted(sighting);
    } else if (event instanceof PathClaim claim) {
      history.claimed(claim);
    }
  }

  @Override
  public void onTimer(long timestampMs, OnTimerContext context, Collector<EdgeDelta> out) {
    history.losses().forEach(out::collect);
  }
}
