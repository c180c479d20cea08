package io.weir.dashboards.answer;

import io.weir.model.drop.DropReasonInfo;
import io.weir.model.drop.DropReasons;
import io.weir.series.v1.DropWindow;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Folds windows into one row per group of drops. The windows must not overlap; their order decides
 * only which samples are kept. Confined to the thread that answers.
 */
public final class DropRollup {
  private static final int GROUPS_MAX = 100_000;
  private static final int SAMPLES_MAX = 5;

  private final EdgeFilter filter;
  private final Map<DropWindow, Tally> byGroup = new HashMap<>();

  /** Counts the drops whose source (as client) and destination (as server) match. */
  public DropRollup(EdgeFilter filter) {
    this.filter = filter;
  }

  /**
   * Counts a window.
   *
   * @throws AnswerTooLargeException beyond 100,000 groups
   */
  public void add(DropWindow window) {
    if (window.getCount() == 0) {
      return; // counted here at first, and in another group once its policy was known
    }
    if (!filter.matches(window.getSource(), window.getDestination())) {
      return;
    }
    if (byGroup.size() > GROUPS_MAX) {
      throw new AnswerTooLargeException(
          "More than 100,000 groups of drops in this range. Name a namespace or service, or a"
              + " shorter range.");
    }
    byGroup.computeIfAbsent(group(window), key -> new Tally()).add(window);
  }

  /** What the group has in common: the window without its numbers, times and node. */
  private static DropWindow group(DropWindow window) {
    return window.toBuilder()
        .clearWindow()
        .clearCount()
        .clearFirstNs()
        .clearLastNs()
        .clearSampleFlows()
        .clearNode()
        .clearBaselineCount()
        .clearBaselineWindows()
        .build();
  }

  /** One row per group, in no order. */
  public List<DropRow> rows() {
    return byGroup.entrySet().stream().map(entry -> entry.getValue().row(entry.getKey())).toList();
  }

  /** One group. */
  private static final class Tally {
    private final SortedSet<String> nodes = new TreeSet<>();
    private final Set<String> samples = new LinkedHashSet<>();
    private final DropRate rate = new DropRate();
    private long count;
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;

    void add(DropWindow window) {
      rate.add(window);
      count = Math.addExact(count, window.getCount());
      firstNs = Math.min(firstNs, window.getFirstNs());
      lastNs = Math.max(lastNs, window.getLastNs());
      nodes.add(window.getNode());
      window.getSampleFlowsList().stream()
          .limit(SAMPLES_MAX - samples.size())
          .forEach(samples::add);
    }

    DropRow row(DropWindow group) {
      Optional<DropReasonInfo> known = DropReasons.named(group.getReason());
      return new DropRow(
          group.getReason(),
          group.getDropClass(),
          known.map(DropReasonInfo::happened).orElse(""),
          known.map(DropReasonInfo::next).orElse(""),
          group.getDirection(),
          PeerView.of(group.getSource()),
          PeerView.of(group.getDestination()),
          group.getPort(),
          group.getProtocol(),
          group.getPoliciesList().stream().sorted().toList(),
          List.copyOf(nodes),
          count,
          rate.perMinute(),
          rate.usualPerMinute(),
          TimeRange.instant(firstNs),
          TimeRange.instant(lastNs),
          List.copyOf(samples));
    }
  }
}
