package io.weir.streams.flink;

import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.PathEvent;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/** Runs {@link PathLosses}, and has it write its state before each checkpoint. */
final class PathLossesOperator extends KeyedProcessOperator<String, PathEvent, EdgeDelta> {
  private static final long serialVersionUID = 1L;

  private final PathLosses losses;

  PathLossesOperator(PathLosses losses) {
    super(losses);
    this.losses = losses;
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    // Only where the key lives: elsewhere Flink would refuse it.
    if (losses.isInUse()) {
      setCurrentKey(PathLosses.KEY);
      losses.keep();
    }
  }
}
