package io.weir.streams.edge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All that goes between two addresses and ports: mostly one {@link Conversation}, one after the
 * other where ports are used again. Mutable; changed by {@link ConnectionTracker} alone, confined
 * to the thread of the operator that owns it.
 */
public final class Connection {
  /** Earlier conversations that stragglers can still join; the oldest goes. */
  public static final int FORMER_MAX = 3;

  /** The newest by its begin. */
  public Conversation newest = new Conversation();

  /** Those before it, oldest first. */
  public List<Conversation> former = List.of();

  /** Claims to hand on; the operator takes them after every call. Never part of a checkpoint. */
  public List<PathClaim> claims = Collections.emptyList();

  /** Answers to hand on, likewise. */
  public List<NameAnswer> answers = Collections.emptyList();

  /**
   * Reports of proxies that would have owned a conversation if they had come in before its owner
   * had to stay, see {@link Requests}; the operator takes the number. Never part of a checkpoint.
   */
  public int unheard;

  /** Processing time in milliseconds of the last flow; for the operator's clean-up alone. */
  public long lastArrivalMs;

  /**
   * Timers that the operator has set: the event time in nanoseconds at which something is due, and
   * the processing time in milliseconds at which it looks again. 0 is unknown, as after a restart.
   * Never part of a checkpoint.
   */
  public long dueTimerNs;

  public long wakeTimerMs;

  /** Event time of the newest flow; 0 before any. */
  public long lastNs() {
    long lastNs = newest.lastNs;
    for (Conversation earlier : former) {
      lastNs = Math.max(lastNs, earlier.lastNs);
    }
    return lastNs;
  }

  /** True when at most stragglers are to come; datagrams have no end of their own. */
  public boolean isEnded() {
    return newest.isEnded();
  }

  /** True while something may yet turn out unanswered. */
  public boolean isWaiting(EdgeRules rules) {
    return decidedByNs(rules) != 0;
  }

  /** Event time by which the oldest that waits now is decided; 0 when nothing waits. */
  public long decidedByNs(EdgeRules rules) {
    long dueNs = newest.decidedByNs(rules);
    for (Conversation earlier : former) {
      dueNs = NodeView.earlier(dueNs, earlier.decidedByNs(rules));
    }
    return dueNs;
  }

  void hand(PathClaim claim) {
    claims = added(claims, claim);
  }

  void hand(NameAnswer answer) {
    answers = added(answers, answer);
  }

  // Few connections ever have any.
  private static <T> List<T> added(List<T> few, T more) {
    List<T> added = few.isEmpty() ? new ArrayList<>(1) : few;
    added.add(more);
    return added;
  }

  /** A conversation that began after all others. */
  void begin(Conversation next) {
    insert(newest);
    newest = next;
  }

  /** A conversation that began before the newest. */
  void insert(Conversation earlier) {
    List<Conversation> more = new ArrayList<>(former);
    int at = more.size();
    while (at > 0 && more.get(at - 1).startNs() > earlier.startNs()) {
      at--;
    }
    more.add(at, earlier);
    while (more.size() > FORMER_MAX) {
      more.remove(0);
    }
    former = more;
  }
}
