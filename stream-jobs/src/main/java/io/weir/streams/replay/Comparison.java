package io.weir.streams.replay;

import com.google.protobuf.Message;
import io.weir.series.v1.Coverage;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Window;
import io.weir.streams.drop.Baseline;
import io.weir.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** What a replay gave beside what live gave. Pure. */
public final class Comparison {
  /** How the records of one topic compare. */
  public enum Verdict {
    EQUAL,
    DIFFERENT,
    ONLY_LIVE,
    ONLY_REPLAY,
    /** Live may not have finished the window, so that it is too early to compare. */
    UNFINISHED
  }

  /** Numbers of one topic. */
  public record Counts(
      Topic topic, long equal, long different, long onlyLive, long onlyReplay, long unfinished) {
    /** Whether live and replay agree as far as they can be compared. */
    public boolean agrees() {
      return different + onlyLive + onlyReplay == 0;
    }
  }

  /**
   * One record that differs.
   *
   * @param key what it is about, without its window
   * @param window {@code 10s at 2026-01-05T10:00:00Z}
   * @param words field by field; none when one side has no such record
   */
  public record Difference(
      Topic topic, Verdict verdict, String key, String window, List<String> words) {
    public Difference {
      words = List.copyOf(words);
    }
  }

  /**
   * All of it.
   *
   * @param differences the first of each topic, in order of their keys
   * @param reasons what live knows and a replay cannot, as far as it plays a part here
   */
  public record Result(List<Counts> counts, List<Difference> differences, List<String> reasons) {
    public Result {
      counts = List.copyOf(counts);
      differences = List.copyOf(differences);
      reasons = List.copyOf(reasons);
    }

    /** Whether nothing differs. */
    public boolean agrees() {
      return counts.stream().allMatch(Counts::agrees);
    }
  }

  private static final String TOO_LATE = "too_late";
  private static final String OTHER = "|//Other/other|";

  private final RecordSet live;
  private final RecordSet replayed;
  private final long finishedNs;
  private final long knownFromNs;
  private final int shownMax;
  private final List<Difference> differences = new ArrayList<>();
  private long baselinesLeftOut;
  private long tooLate;
  private boolean others;
  private boolean pathLosses;

  private Comparison(
      RecordSet live, RecordSet replayed, long finishedNs, long knownFromNs, int shownMax) {
    this.live = live;
    this.replayed = replayed;
    this.finishedNs = finishedNs;
    this.knownFromNs = knownFromNs;
    this.shownMax = shownMax;
  }

  /**
   * Compares record by record.
   *
   * @param finishedNs windows that end later are left out
   * @param knownFromNs where reading began; what looks further back cannot be compared
   * @param shownMax differences that are told of each topic
   */
  public static Result of(
      RecordSet live, RecordSet replayed, long finishedNs, long knownFromNs, int shownMax) {
    Comparison comparison = new Comparison(live, replayed, finishedNs, knownFromNs, shownMax);
    List<Counts> counts = RecordSet.TOPICS.stream().map(comparison::compare).toList();
    return new Result(counts, comparison.differences, comparison.reasons());
  }

  private Counts compare(Topic topic) {
    long[] counts = new long[Verdict.values().length];
    int shown = 0;
    TreeSet<String> keys = new TreeSet<>(live.of(topic).keySet());
    keys.addAll(replayed.of(topic).keySet());
    for (String key : keys) {
      byte[] a = live.of(topic).get(key);
      byte[] b = replayed.of(topic).get(key);
      Verdict verdict = verdict(topic, a, b);
      counts[verdict.ordinal()]++;
      if (verdict == Verdict.EQUAL || verdict == Verdict.UNFINISHED) {
        continue;
      }
      look(key, topic, a, b);
      if (shown < shownMax) {
        shown++;
        differences.add(difference(topic, verdict, key, a, b));
      }
    }
    return new Counts(
        topic,
        counts[Verdict.EQUAL.ordinal()],
        counts[Verdict.DIFFERENT.ordinal()],
        counts[Verdict.ONLY_LIVE.ordinal()],
        counts[Verdict.ONLY_REPLAY.ordinal()],
        counts[Verdict.UNFINISHED.ordinal()]);
  }

  private Verdict verdict(Topic topic, byte[] a, byte[] b) {
    byte[] some = a == null ? b : a;
    Window window = RecordSet.window(RecordSet.decode(topic, some));
    if (window.getStartNs() + window.getLengthNs() > finishedNs) {
      return Verdict.UNFINISHED;
    }
    if (a == null) {
      return Verdict.ONLY_REPLAY;
    }
    if (b == null) {
      return Verdict.ONLY_LIVE;
    }
    return Arrays.equals(a, b) || differsInBaselineAlone(topic, a, b)
        ? Verdict.EQUAL
        : Verdict.DIFFERENT;
  }

  /** A baseline looks back over windows that the replay has not read. */
  private boolean differsInBaselineAlone(Topic topic, byte[] a, byte[] b) {
    if (topic != Topic.DROPS) {
      return false;
    }
    DropWindow one = (DropWindow) RecordSet.decode(topic, a);
    DropWindow other = (DropWindow) RecordSet.decode(topic, b);
    Window window = one.getWindow();
    boolean known = window.getStartNs() - Baseline.WINDOWS * window.getLengthNs() >= knownFromNs;
    if (known || !withoutBaseline(one).equals(withoutBaseline(other))) {
      return false;
    }
    baselinesLeftOut++;
    return true;
  }

  private static DropWindow withoutBaseline(DropWindow drop) {
    return drop.toBuilder().clearBaselineCount().clearBaselineWindows().build();
  }

  private Difference difference(Topic topic, Verdict verdict, String key, byte[] a, byte[] b) {
    Message some = RecordSet.decode(topic, a == null ? b : a);
    Window window = RecordSet.window(some);
    List<String> words =
        verdict == Verdict.DIFFERENT
            ? FieldDifferences.of(RecordSet.decode(topic, a), RecordSet.decode(topic, b))
            : List.of();
    return new Difference(
        topic,
        verdict,
        key.substring(0, key.lastIndexOf('|')),
        window.getLengthNs() / 1_000_000_000
            + "s at "
            + Instant.ofEpochSecond(0, window.getStartNs()),
        words);
  }

  /** Whether live knew something here that a replay cannot. */
  private void look(String key, Topic topic, byte[] a, byte[] b) {
    others |= a != null && key.contains(OTHER);
    if (topic != Topic.EDGES) {
      return;
    }
    EdgeWindow one = edge(a);
    EdgeWindow other = edge(b);
    tooLate += tooLate(one.getCoverage());
    pathLosses |=
        one.getCounts().getTcp().getPathLost() != other.getCounts().getTcp().getPathLost();
  }

  private static EdgeWindow edge(byte[] value) {
    return value == null
        ? EdgeWindow.getDefaultInstance()
        : (EdgeWindow) RecordSet.decode(Topic.EDGES, value);
  }

  private static long tooLate(Coverage coverage) {
    return coverage.getGapsList().stream()
        .filter(gap -> gap.getReason().equals(TOO_LATE))
        .mapToLong(gap -> gap.getLost())
        .sum();
  }

  private List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    if (tooLate > 0) {
      reasons.add(
          "Live discarded events as too_late; for a replay nothing is too late, so it counts them.");
    }
    if (others) {
      reasons.add(
          "Live summed up keys beyond jobs.groups-max as other; a replay tells all of them apart.");
    }
    if (pathLosses) {
      reasons.add(
          "Live decides path losses by what it knows at the moment, a replay when it knows all.");
    }
    if (baselinesLeftOut > 0) {
      reasons.add(
          "Of "
              + baselinesLeftOut
              + " drop windows the baseline was left out: it looks back further than the replay has"
              + " read. Allow more with --warm-up (30h for windows of an hour).");
    }
    return reasons;
  }
}
