package io.weir.relay.observe;

import java.time.Duration;
import java.util.Optional;

/**
 * What one follower missed because the ring overtook it. Told at once, but at most once a second: a
 * reader that is too slow must not be fed with news of that. Confined to one thread.
 */
final class Overrun {
  private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  private final String serverName;
  private long count;
  private long firstNs;
  private long lastNs;
  private boolean told;
  private long toldNanos;

  Overrun(String serverName) {
    this.serverName = serverName;
  }

  /**
   * Some events were overwritten.
   *
   * @param afterNs time of the last event before the gap; 0 if there was none
   * @param beforeNs time of the first event after the gap
   */
  void add(long lost, long afterNs, long beforeNs) {
    if (count == 0) {
      firstNs = afterNs == 0 ? beforeNs : afterNs;
    }
    count += lost;
    lastNs = beforeNs;
  }

  /** What is to be told now; it is then no longer remembered. */
  Optional<Answer> due(long nowNanos) {
    return told && nowNanos - toldNanos < EVERY_NANOS ? Optional.empty() : rest(nowNanos);
  }

  /** What has not been told, however short it is since the last time: the stream ends. */
  Optional<Answer> rest(long nowNanos) {
    if (count == 0) {
      return Optional.empty();
    }
    Answer answer = Answer.of(Responses.overrun(count, firstNs, lastNs, serverName));
    count = 0;
    told = true;
    toldNanos = nowNanos;
    return Optional.of(answer);
  }
}
