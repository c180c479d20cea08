package io.weir.streams.edge;

import io.weir.series.v1.Edge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a name that is denied now was resolved before: NXDOMAIN is an ordinary answer for a name
 * that never was, and a failure for one that was. Mutable, confined to the thread of the operator
 * that owns it.
 *
 * <p>Event time decides, not the order of arrival: a denial is bad when a resolution before it is
 * known, and denials that came in before that resolution are told afterwards. A name that was not
 * resolved for {@link #KEPT} is one that never was.
 */
public final class NameHistory {
  /** How long a name that was resolved is known. */
  public static final Duration KEPT = Duration.ofHours(24);

  /** Denials of a name that wait for an earlier resolution; the earliest goes, and stays good. */
  public static final int WAITING_MAX = 16;

  private long firstNs;
  private long lastNs;
  private final List<Denial> waiting = new ArrayList<>(0);

  /** A denial of a name that was not resolved before, as far as is known. */
  public record Denial(long answeredNs, long countedNs, Edge edge) {}

  /** What the answer adds to edges. */
  public List<EdgeDelta> onAnswer(NameAnswer answer) {
    return answer.resolved() ? resolved(answer.answeredNs()) : denied(answer);
  }

  private List<EdgeDelta> resolved(long ns) {
    if (firstNs == 0 || ns > lastNs + KEPT.toNanos()) {
      firstNs = ns;
    }
    firstNs = Math.min(firstNs, ns);
    lastNs = Math.max(lastNs, ns);
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<EdgeDelta> deltas = new ArrayList<>();
    waiting.removeIf(
        denial -> {
          boolean bad = wasResolvedBefore(denial.answeredNs());
          if (bad) {
            deltas.add(delta(denial.edge(), denial.countedNs(), 1));
          }
          return bad;
        });
    return deltas;
  }

  private List<EdgeDelta> denied(NameAnswer answer) {
    if (wasResolvedBefore(answer.answeredNs())) {
      return List.of(delta(answer.edge(), answer.countedNs(), answer.takenBack() ? -1 : 1));
    }
    Denial denial = new Denial(answer.answeredNs(), answer.countedNs(), answer.edge());
    if (answer.takenBack()) {
      waiting.remove(denial);
      return List.of();
    }
    waiting.add(denial);
    if (waiting.size() > WAITING_MAX) {
      earliest().ifPresent(waiting::remove);
    }
    return List.of();
  }

  private Optional<Denial> earliest() {
    return waiting.stream().min((a, b) -> Long.compare(a.answeredNs(), b.answeredNs()));
  }

  private boolean wasResolvedBefore(long ns) {
    return firstNs != 0 && firstNs < ns && ns - KEPT.toNanos() <= lastNs;
  }

  private static EdgeDelta delta(Edge edge, long timeNs, int answers) {
    return new EdgeDelta(edge, timeNs, EdgeCounts.NONE.plus(DnsTally.denied(answers)));
  }

  /**
   * Event time at which it can be forgotten: it was not resolved for long, or it never was and no
   * resolution before its denials can come in any more.
   */
  public long forgottenAtNs(Duration allowedLateness) {
    if (firstNs != 0) {
      return lastNs + KEPT.toNanos();
    }
    long newestNs = waiting.stream().mapToLong(Denial::answeredNs).max().orElse(0);
    return newestNs + allowedLateness.toNanos();
  }

  /** The first and last resolution; 0 when there was none. */
  public long firstNs() {
    return firstNs;
  }

  public long lastNs() {
    return lastNs;
  }

  /** In order of arrival. */
  public List<Denial> waiting() {
    return List.copyOf(waiting);
  }

  /** Puts back what the three views gave. */
  public static NameHistory of(long firstNs, long lastNs, List<Denial> waiting) {
    NameHistory history = new NameHistory();
    history.firstNs = firstNs;
    history.lastNs = lastNs;
    history.waiting.addAll(waiting);
    return history;
  }
}
