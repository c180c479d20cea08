package io.weir.streams.flink;

import com.google.common.hash.Hashing;
import io.weir.series.v1.Coverage;
import io.weir.streams.JobsMetrics;
import io.weir.streams.drop.Baseline;
import io.weir.streams.edge.Interned;
import io.weir.streams.state.WindowFormat;
import io.weir.streams.window.EmitPace;
import io.weir.streams.window.WindowSize;
import io.weir.streams.window.Windows;
import io.weir.streams.window.Windows.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.array.LongPrimitiveArraySerializer;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Folds deltas into windows and writes each window as an upsert, early and often: the record is
 * always the whole window so far.
 *
 * <p>A window that changed is written by the wall clock, at most once per interval (ten-second
 * windows) or once per {@value #LARGE_WINDOWS_EVERY} intervals (longer ones), and once when the
 * watermark closes it. Where very many change, {@link EmitPace} makes the interval longer. So an
 * answer is fresh while events flow, and complete where no watermark ever passes, as at the end of
 * a small replay. A record that would repeat the one before is not written. Sums live until the
 * window's end plus allowed lateness and grace; deltas after that are counted and dropped, for a
 * new sum would overwrite the complete record.
 *
 * <p>A window holds at most so many keys; what belongs to further keys goes aside, to {@link
 * #OVERFLOW}, and is counted. Which keys those are depends on the order of arrival.
 *
 * <p>See docs/decisions/0004-windows-as-early-upserts.md.
 *
 * @param <I> the deltas
 * @param <A> a window's sum
 */
class UpsertWindows<I, A> extends AbstractStreamOperator<Upsert>
    implements OneInputStreamOperator<I, Upsert>, Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1L;

  static final int LARGE_WINDOWS_EVERY = 5;

  /** Windows that one instance writes early in an interval before {@link EmitPace} slows down. */
  static final int EARLY_WRITES_MAX = 2_000;

  // The name that timers had when this was a KeyedProcessFunction; checkpoints know them by it.
  private static final String TIMERS = "user-timers";

  private static final int KEYS_KEPT = 1 << 16;

  // Of a replay: the last watermark comes when all input has been read.
  private static final long END_MS = Long.MAX_VALUE - 1;

  private final WindowFold<I, A> fold;
  private final Windows windows;
  private final Limits limits;
  private final OutputTag<Partial<A>> overflow;
  private final JobsMetrics.Ref metricsRef;

  private transient @Nullable Interned<String> keys;
  private transient JobsMetrics metrics;
  private transient EmitPace pace;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient MapState<Window, A> sums;
  private transient MapState<Window, Boolean> changed;
  // Hash of the record last written in each slot: a record may be large, and few are ever equal.
  private transient MapState<Window, long[]> written;
  // What forgotten windows had, for the baselines of those after them.
  private transient MapState<Window, Long> past;
  private transient Map<Window, Integer> keysOfWindow;
  private transient int pastHeld;

  /**
   * How often and how much.
   *
   * @param name of these windows in metrics
   * @param interval a changed ten-second window is written at most so often
   * @param keysMax keys of one window in one instance
   * @param course live, or a replay: then each window is written once, at the end
   */
  record Limits(String name, Duration interval, int keysMax, Course course)
      implements java.io.Serializable {
    Limits(String name, Duration interval, int keysMax) {
      this(name, interval, keysMax, Course.LIVE);
    }
  }

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  UpsertWindows(WindowFold<I, A> fold, Windows windows, Limits limits, JobsMetrics.Ref metricsRef) {
    this.fold = fold;
    this.windows = windows;
    this.limits = limits;
    this.overflow = overflow(fold);
    this.metricsRef = metricsRef;
  }

  /** Where the deltas of keys over the limit go. */
  static <A> OutputTag<Partial<A>> overflow(WindowFold<?, A> fold) {
    return new OutputTag<>("overflow", PartialFormat.type(fold.format()));
  }

  /** One text for equal keys: sums, timers and hashes of what was written hold a key each. */
  @Override
  public void setCurrentKey(Object key) {
    if (keys == null) {
      keys = new Interned<>(KEYS_KEPT);
    }
    super.setCurrentKey(keys.of((String) key));
  }

  @Override
  public void open() throws Exception {
    super.open();
    metrics = FlinkMeters.metrics(metricsRef, getMetricGroup());
    pace = new EmitPace(limits.interval().toMillis(), EARLY_WRITES_MAX);
    timers = getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this);
    var window = new FormatSerializer<>(new WindowFormat());
    sums = getRuntimeContext().getMapState(sumsDescriptor());
    changed =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("changed", window, BooleanSerializer.INSTANCE));
    written =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("written", window, LongPrimitiveArraySerializer.INSTANCE));
    past = getRuntimeContext().getMapState(pastDescriptor());
    keysOfWindow = new HashMap<>();
    pastHeld = 0;
    getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            pastDescriptor(),
            (key, state) -> state.keys().forEach(kept -> countPast(1)));
    forEachKey(
        () -> {
          for (Window kept : sums.keys()) {
            keysOfWindow.merge(kept, 1, Integer::sum);
            metrics.liveWindows(limits.name(), 1);
          }
        });
  }

  private MapStateDescriptor<Window, A> sumsDescriptor() {
    return new MapStateDescriptor<>(
        "sums", new FormatSerializer<>(new WindowFormat()), new FormatSerializer<>(fold.format()));
  }

  private static MapStateDescriptor<Window, Long> pastDescriptor() {
    return new MapStateDescriptor<>(
        "past", new FormatSerializer<>(new WindowFormat()), LongSerializer.INSTANCE);
  }

  private void countPast(int more) {
    pastHeld += more;
    metrics.pastWindows(limits.name(), more);
  }

  /** Runs {@code action} once under every key that has windows. */
  final void forEachKey(KeyAction action) throws Exception {
    getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            sumsDescriptor(),
            (key, state) -> action.run());
  }

  /** What is done under one key. */
  interface KeyAction {
    void run() throws Exception;
  }

  @Override
  public void close() throws Exception {
    if (keysOfWindow != null) {
      int live = keysOfWindow.values().stream().mapToInt(Integer::intValue).sum();
      metrics.liveWindows(limits.name(), -live);
      keysOfWindow.clear();
      countPast(-pastHeld);
    }
    super.close();
  }

  @Override
  public void processElement(StreamRecord<I> element) throws Exception {
    I delta = element.getValue();
    A addend = fold.lift(delta);
    boolean counted = false;
    for (Window window : fold.windows(delta, windows)) {
      if (!isWanted(window)) {
        continue;
      }
      if (windows.forgottenAtMs(window) <= timers.currentWatermark()) {
        metrics.lateDelta();
      } else if (isFull(window)) {
        metrics.overflowed(limits.name());
        output.collect(
            overflow, new StreamRecord<>(new Partial<>(fold.otherKey(delta), window, addend)));
      } else {
        add(window, addend);
        counted = true;
      }
    }
    if (counted) {
      tickLater();
    }
  }

  /** What a replay does not write it need not add up, unless what it writes compares with it. */
  private boolean isWanted(Window window) {
    return fold.hasBaseline() || limits.course().writes(window);
  }

  private void tickLater() {
    if (isLive()) {
      timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, nextTickMs());
    }
  }

  private boolean isFull(Window window) throws Exception {
    return keysOfWindow.getOrDefault(window, 0) >= limits.keysMax() && !sums.contains(window);
  }

  private void add(Window window, A addend) throws Exception {
    A before = sums.get(window);
    if (before == null) {
      sums.put(window, addend);
      keysOfWindow.merge(window, 1, Integer::sum);
      metrics.liveWindows(limits.name(), 1);
      if (isLive()) {
        registerNext(window);
      } else {
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, END_MS);
      }
    } else {
      sums.put(window, fold.plus(before, addend));
    }
    changed.put(window, true);
    if (fold.hasBaseline()) {
      changeBaselinesAfter(window);
    }
  }

  /** One timer at a time: each is part of every checkpoint, with its key. */
  private void registerNext(Window window) {
    long closesAtMs = Windows.closesAtMs(window);
    timers.registerEventTimeTimer(
        VoidNamespace.INSTANCE,
        timers.currentWatermark() < closesAtMs ? closesAtMs : windows.forgottenAtMs(window));
  }

  /** A late event is also news for the windows that compare themselves with this one. */
  private void changeBaselinesAfter(Window window) throws Exception {
    for (int later = 1; later <= Baseline.WINDOWS; later++) {
      Window after = window.shifted(later);
      if (sums.contains(after)) {
        changed.put(after, true);
      }
    }
  }

  /** Under the current key: the window's record may read differently now. */
  final void change(Window window) throws Exception {
    if (sums.contains(window)) {
      changed.put(window, true);
      tickLater();
    }
  }

  /** How complete the window is, as far as these windows are told. */
  Optional<Coverage> coverage(Window window) throws Exception {
    return Optional.empty();
  }

  final Windows windows() {
    return windows;
  }

  final boolean isLive() {
    return limits.course().isLive();
  }

  final long currentWatermark() {
    return timers.currentWatermark();
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    String key = timer.getKey();
    long timestampMs = timer.getTimestamp();
    boolean all = pace.tick(key, timestampMs) % LARGE_WINDOWS_EVERY == 0;
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
      writeIfChanged(key, window);
      pace.wrote(timestampMs);
    }
    if (left) {
      timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, pace.nextTickMs(key, timestampMs));
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    long timestampMs = timer.getTimestamp();
    List<Window> forgotten = new ArrayList<>();
    for (Window window : sums.keys()) {
      if (windows.forgottenAtMs(window) <= timestampMs) {
        forgotten.add(window);
      } else if (Windows.closesAtMs(window) == timestampMs) {
        writeIfChanged(timer.getKey(), window);
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, windows.forgottenAtMs(window));
      }
    }
    for (Window window : forgotten) {
      writeIfChanged(timer.getKey(), window);
    }
    // Only now: a window's last record may compare with one that is forgotten at the same time.
    for (Window window : forgotten) {
      forget(window);
    }
    forgetPast(timestampMs);
  }

  private void forget(Window window) throws Exception {
    if (fold.hasBaseline() && isLive()) {
      countPast(past.contains(window) ? 0 : 1);
      past.put(window, fold.baselineCount(sums.get(window)));
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, pastForgottenAtMs(window));
    }
    sums.remove(window);
    written.remove(window);
    metrics.liveWindows(limits.name(), -1);
    keysOfWindow.computeIfPresent(window, (key, count) -> count == 1 ? null : count - 1);
  }

  private void forgetPast(long timestampMs) throws Exception {
    List<Window> gone = new ArrayList<>();
    for (Window window : past.keys()) {
      if (pastForgottenAtMs(window) <= timestampMs) {
        gone.add(window);
      }
    }
    for (Window window : gone) {
      past.remove(window);
      countPast(-1);
    }
  }

  /** The watermark at which the last window that compares itself with this one is forgotten. */
  private long pastForgottenAtMs(Window window) {
    return windows.forgottenAtMs(window.shifted(Baseline.WINDOWS));
  }

  private Baseline baseline(Window window) throws Exception {
    Map<Window, Long> earlier = new HashMap<>();
    for (int back = 1; back <= Baseline.WINDOWS; back++) {
      Window before = window.shifted(-back);
      A sum = sums.get(before);
      Long count = sum == null ? past.get(before) : (Long) fold.baselineCount(sum);
      if (count != null) {
        earlier.put(before, count);
      }
    }
    return Baseline.before(window, before -> earlier.getOrDefault(before, 0L));
  }

  private void writeIfChanged(String key, Window window) throws Exception {
    if (!changed.contains(window)) {
      return;
    }
    changed.remove(window);
    if (!limits.course().writes(window)) {
      return;
    }
    long[] before = written.get(window);
    WrittenSlots slots = new WrittenSlots(before == null ? new long[0] : before);
    Baseline baseline = fold.hasBaseline() ? baseline(window) : Baseline.NONE;
    fold.write(
        key, window, sums.get(window), new WindowFold.Around(coverage(window), baseline), slots);
    written.put(window, slots.hashes);
  }

  /** Passes on the records that differ from the last one of their slot. */
  private final class WrittenSlots implements WindowFold.Slots {
    private long[] hashes;

    WrittenSlots(long[] before) {
      hashes = before.clone();
    }

    @Override
    public void put(int slot, Upsert record) {
      if (slot >= hashes.length) {
        hashes = Arrays.copyOf(hashes, slot + 1);
      }
      long hash = Hashing.farmHashFingerprint64().hashBytes(record.value()).asLong();
      if (hashes[slot] != hash) {
        hashes[slot] = hash;
        output.collect(new StreamRecord<>(record));
      }
    }
  }

  private long nextTickMs() {
    return pace.nextTickMs((String) getCurrentKey(), timers.currentProcessingTime());
  }
}
