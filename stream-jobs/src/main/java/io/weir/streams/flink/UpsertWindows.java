package io.weir.streams.flink;

import com.google.common.hash.Hashing;
import io.weir.streams.JobsMetrics;
import io.weir.streams.state.WindowFormat;
import io.weir.streams.window.WindowSize;
import io.weir.streams.window.Windows;
import io.weir.streams.window.Windows.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.api.common.typeutils.base.array.LongPrimitiveArraySerializer;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Folds deltas into windows and writes each window as an upsert, early and often: the record is
 * always the whole window so far.
 *
 * <p>A window that changed is written by the wall clock, at most once per interval (ten-second
 * windows) or once per {@value #LARGE_WINDOWS_EVERY} intervals (longer ones), and once when the
 * watermark closes it. So an answer is fresh while events flow, and complete where no watermark
 * ever passes, as at the end of a small replay. A record that would repeat the one before is not
 * written. Sums live until the window's end plus allowed lateness and grace; deltas after that are
 * counted and dropped, for a new sum would overwrite the complete record.
 *
 * <p>See docs/decisions/0004-windows-as-early-upserts.md.
 *
 * @param <I> the deltas
 * @param <A> a window's sum
 */
final class UpsertWindows<I, A> extends KeyedProcessFunction<String, I, Upsert> {
  private static final long serialVersionUID = 1L;

  static final int LARGE_WINDOWS_EVERY = 5;

  private final WindowFold<I, A> fold;
  private final Windows windows;
  private final long intervalMs;
  private final JobsMetrics.Ref metricsRef;

  private transient JobsMetrics metrics;
  private transient MapState<Window, A> sums;
  private transient MapState<Window, Boolean> changed;
  // Hash of the record last written in each slot: a record may be large, and few are ever equal.
  private transient MapState<Window, long[]> written;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  UpsertWindows(
      WindowFold<I, A> fold, Windows windows, Duration interval, JobsMetrics.Ref metricsRef) {
    this.fold = fold;
    this.windows = windows;
    this.intervalMs = interval.toMillis();
    this.metricsRef = metricsRef;
  }

  @Override
  public void open(OpenContext context) {
    metrics = metricsRef.resolve();
    var window = new FormatSerializer<>(new WindowFormat());
    sums =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("sums", window, new FormatSerializer<>(fold.format())));
    changed =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("changed", window, BooleanSerializer.INSTANCE));
    written =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("written", window, LongPrimitiveArraySerializer.INSTANCE));
  }

  @Override
  public void processElement(I delta, Context context, Collector<Upsert> out) throws Exception {
    TimerService timers = context.timerService();
    A addend = fold.lift(delta);
    boolean counted = false;
    for (Window window : windows.of(fold.timeNs(delta))) {
      if (windows.forgottenAtMs(window) > timers.currentWatermark()) {
        add(window, addend, timers);
        counted = true;
      } else {
        metrics.lateDelta();
      }
    }
    if (counted) {
      timers.registerProcessingTimeTimer(
          nextTickMs(context.getCurrentKey(), timers.currentProcessingTime()));
    }
  }

  private void add(Window window, A addend, TimerService timers) throws Exception {
    A before = sums.get(window);
    if (before == null) {
      sums.put(window, addend);
      timers.registerEventTimeTimer(Windows.closesAtMs(window));
      timers.registerEventTimeTimer(windows.forgottenAtMs(window));
    } else {
      sums.put(window, fold.plus(before, addend));
    }
    changed.put(window, true);
  }

  @Override
  public void onTimer(long timestampMs, OnTimerContext context, Collector<Upsert> out)
      throws Exception {
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      onTick(timestampMs, context, out);
    } else {
      onWatermark(timestampMs, context.getCurrentKey(), out);
    }
  }

  private void onTick(long timestampMs, OnTimerContext context, Collector<Upsert> out)
      throws Exception {
    String key = context.getCurrentKey();
    boolean all = (timestampMs - phaseMs(key)) / intervalMs % LARGE_WINDOWS_EVERY == 0;
    List<Window> due = new ArrayList<>();
    boolean left = false;
    for (Window window : changed.keys()) {
      if (all || window.size() == WindowSize.TEN_SECONDS) {
        due.add(window);
      } else {
        left = true;
      }
    }
    for (Window window : due) {
      writeIfChanged(key, window, out);
    }
    if (left) {
      context.timerService().registerProcessingTimeTimer(timestampMs + intervalMs);
    }
  }

  private void onWatermark(long timestampMs, String key, Collector<Upsert> out) throws Exception {
    List<Window> forgotten = new ArrayList<>();
    for (Window window : sums.keys()) {
      if (windows.forgottenAtMs(window) <= timestampMs) {
        forgotten.add(window);
      } else if (Windows.closesAtMs(window) == timestampMs) {
        writeIfChanged(key, window, out);
      }
    }
    for (Window window : forgotten) {
      writeIfChanged(key, window, out);
      sums.remove(window);
      written.remove(window);
    }
  }

  private void writeIfChanged(String key, Window window, Collector<Upsert> out) throws Exception {
    if (!changed.contains(window)) {
      return;
    }
    changed.remove(window);
    long[] before = written.get(window);
    long[] hashes = before == null ? new long[fold.slots()] : before.clone();
    fold.write(
        key,
        window,
        sums.get(window),
        (slot, record) -> {
          long hash = Hashing.murmur3_128().hashBytes(record.value()).asLong();
          if (hashes[slot] != hash) {
            hashes[slot] = hash;
            metrics.written(record.topic().topicName());
            out.collect(record);
          }
        });
    written.put(window, hashes);
  }

  private long nextTickMs(String key, long nowMs) {
    long phase = phaseMs(key);
    return Math.floorDiv(nowMs - phase, intervalMs) * intervalMs + intervalMs + phase;
  }

  /** Spreads the keys over the interval, so that they are not all written at once. */
  private long phaseMs(String key) {
    return Math.floorMod((long) key.hashCode(), intervalMs);
  }
}
