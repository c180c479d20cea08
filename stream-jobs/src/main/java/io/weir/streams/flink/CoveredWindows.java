package io.weir.streams.flink;

import io.weir.series.v1.Coverage;
import io.weir.streams.JobsMetrics;
import io.weir.streams.coverage.CoverageCounts;
import io.weir.streams.state.CoverageCountsFormat;
import io.weir.streams.state.WindowFormat;
import io.weir.streams.window.Windows;
import io.weir.streams.window.Windows.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Windows whose records say how complete they are. The second input, broadcast, tells of every
 * window that something is missing from; records of that window are written again.
 *
 * @param <I> the deltas
 * @param <A> a window's sum
 */
final class CoveredWindows<I, A> extends UpsertWindows<I, A>
    implements TwoInputStreamOperator<I, Incomplete, Upsert> {
  private static final long serialVersionUID = 1L;

  private transient BroadcastState<Window, CoverageCounts> gaps;

  @SuppressWarnings("NullAway.Init") // Flink initialises what is transient
  CoveredWindows(
      WindowFold<I, A> fold, Windows windows, Limits limits, JobsMetrics.Ref metricsRef) {
    super(fold, windows, limits, metricsRef);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    gaps =
        context
            .getOperatorStateStore()
            .getBroadcastState(
                new MapStateDescriptor<>(
                    "gaps",
                    new FormatSerializer<>(new WindowFormat()),
                    new FormatSerializer<>(new CoverageCountsFormat())));
  }

  @Override
  public void processElement1(StreamRecord<I> element) throws Exception {
    processElement(element);
  }

  @Override
  public void processElement2(StreamRecord<Incomplete> element) throws Exception {
    Window window = element.getValue().window();
    if (!isLive()) {
      // Nothing was written yet, and nothing is ever old.
      gaps.put(window, element.getValue().gaps());
      return;
    }
    forgetOld();
    if (windows().forgottenAtMs(window) <= currentWatermark()) {
      return;
    }
    gaps.put(window, element.getValue().gaps());
    forEachKey(() -> change(window));
  }

  private void forgetOld() throws Exception {
    List<Window> old = new ArrayList<>();
    for (Map.Entry<Window, CoverageCounts> entry : gaps.entries()) {
      if (windows().forgottenAtMs(entry.getKey()) <= currentWatermark()) {
        old.add(entry.getKey());
      }
    }
    for (Window window : old) {
      gaps.remove(window);
    }
  }

  @Override
  Optional<Coverage> coverage(Window window) throws Exception {
    CoverageCounts known = gaps.get(window);
    return Optional.of(known == null ? Coverage.getDefaultInstance() : known.toProto());
  }
}
