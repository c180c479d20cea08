package io.weir.dashboards.answer;

import io.weir.series.v1.SliWindow;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folds windows of an indicator into the steps of an answer, one row per series. The windows must
 * not overlap, and each series' come in ascending order. Confined to the thread that answers.
 *
 * <p>Holds 100,000 steps of all series together at most, 32 bytes each; what is more is refused
 * with {@link AnswerTooLargeException}.
 */
public final class SliRollup {
  /** Steps of one answer, over all its series. */
  public static final int WINDOWS_MAX = 100_000;

  private static final long NS_PER_MS = 1_000_000;

  private final SliFilter filter;
  private final long stepNs;
  private final Map<SliWindow, Steps> bySeries = new LinkedHashMap<>();
  private int size;

  /**
   * @param stepNs length of a step; no window is longer
   */
  public SliRollup(SliFilter filter, long stepNs) {
    this.filter = filter;
    this.stepNs = stepNs;
  }

  /**
   * Counts a window, if its series is asked for.
   *
   * @throws AnswerTooLargeException beyond {@link #WINDOWS_MAX} steps
   */
  public void add(SliWindow window) {
    if (!filter.matches(window)) {
      return;
    }
    Steps steps = bySeries.computeIfAbsent(series(window), series -> new Steps());
    if (steps.add(TimeRange.floor(window.getWindow().getStartNs(), stepNs), window)) {
      size++;
    }
    if (size > WINDOWS_MAX) {
      throw new AnswerTooLargeException(
          String.format(
              "More than %,d windows of %s (expected: a shorter range by since and until, a longer"
                  + " step, or fewer series by namespace, service, from, to or probe)",
              WINDOWS_MAX, filter.indicator()));
    }
  }

  /** All of a window but what it counts, and when. */
  private static SliWindow series(SliWindow window) {
    return window.toBuilder()
        .clearWindow()
        .clearGood()
        .clearTotal()
        .clearLost()
        .clearCoverage()
        .build();
  }

  /** One row per series, in no order. */
  public List<SliRow> rows() {
    return bySeries.entrySet().stream()
        .map(entry -> row(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static SliRow row(SliWindow series, Steps steps) {
    boolean edge = series.hasClient();
    SliRow.Windows windows = steps.windows();
    long good = Arrays.stream(windows.good()).sum();
    long total = Arrays.stream(windows.total()).sum();
    return new SliRow(
        series.getIndicator(),
        edge ? Optional.of(PeerView.of(series.getClient())) : Optional.empty(),
        series.hasServer() ? Optional.of(PeerView.of(series.getServer())) : Optional.empty(),
        edge ? Optional.of(series.getPort()) : Optional.empty(),
        edge ? Optional.of(series.getProtocol()) : Optional.empty(),
        Optional.of(series.getProbe()).filter(probe -> !probe.isEmpty()),
        good,
        total,
        Ratios.of(good, total),
        windows);
  }

  /** The steps of one series, in arrays that grow. */
  private static final class Steps {
    private long[] startMs = new long[16];
    private long[] good = new long[16];
    private long[] total = new long[16];
    private long[] lost = new long[16];
    private int length;

    /** True when the window begins a step. */
    boolean add(long startNs, SliWindow window) {
      long start = startNs / NS_PER_MS;
      boolean begins = length == 0 || startMs[length - 1] != start;
      if (begins) {
        begin(start);
      }
      good[length - 1] = Math.addExact(good[length - 1], window.getGood());
      total[length - 1] = Math.addExact(total[length - 1], window.getTotal());
      lost[length - 1] = Math.addExact(lost[length - 1], window.getLost());
      return begins;
    }

    private void begin(long start) {
      if (length == startMs.length) {
        startMs = Arrays.copyOf(startMs, 2 * length);
        good = Arrays.copyOf(good, 2 * length);
        total = Arrays.copyOf(total, 2 * length);
        lost = Arrays.copyOf(lost, 2 * length);
      }
      startMs[length++] = start;
    }

    SliRow.Windows windows() {
      return new SliRow.Windows(
          Arrays.copyOf(startMs, length),
          Arrays.copyOf(good, length),
          Arrays.copyOf(total, length),
          Arrays.copyOf(lost, length));
    }
  }
}
