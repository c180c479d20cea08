package io.weir.streams.coverage;

import io.weir.event.v1.EventHeader;
import io.weir.event.v1.Loss;
import io.weir.streams.coverage.GapCounts.Cause;
import io.weir.streams.window.PlausibleTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a loss counts.
 *
 * <p>Nobody knows when within its span the lost events happened, so a loss is spread evenly over
 * the span, in whole events: the parts of all windows add up to exactly what was lost. A span of
 * more than {@value #PARTS_MAX} windows of ten seconds is cut into fewer, longer parts. A loss
 * without a span, or with one that cannot be, counts when it was reported; of more than {@value
 * #COUNT_MAX} events, as so many, for sums must not run over.
 */
public final class Losses {
  /** Parts of one loss: one for each ten-second window of an hour. */
  static final int PARTS_MAX = 360;

  /** Events of one loss: more than any node sees in its life. */
  static final long COUNT_MAX = 1_000_000_000_000L;

  private static final long STEP_NS = Duration.ofSeconds(10).toNanos();

  private static final long NS_PER_MS = 1_000_000;

  private Losses() {}

  /** The parts of a loss, in order of time. None when it lost nothing. */
  public static List<CoverageDelta> spread(EventHeader header, Loss loss) {
    Cause cause = new Cause(header.getNode(), loss.getStage(), loss.getReason());
    long first = loss.getFirstNs();
    long last = loss.getLastNs();
    long reported = header.getObservedAtNs();
    if (!isPlausible(first, reported) || !isPlausible(last, reported)) {
      first = reported;
      last = reported;
    }
    return spread(cause, count(loss), first, Math.max(first, last));
  }

  /** How many events were lost, within {@link #COUNT_MAX}. */
  public static long count(Loss loss) {
    // Unsigned on the wire: what looks negative is enormous.
    return loss.getCount() < 0 ? COUNT_MAX : Math.min(COUNT_MAX, loss.getCount());
  }

  private static boolean isPlausible(long timeNs, long reportedNs) {
    return PlausibleTimes.problem(timeNs, reportedNs / NS_PER_MS).isEmpty();
  }

  private static List<CoverageDelta> spread(Cause cause, long count, long firstNs, long lastNs) {
    long windows = Math.floorDiv(lastNs, STEP_NS) - Math.floorDiv(firstNs, STEP_NS) + 1;
    long step = STEP_NS * ((windows + PARTS_MAX - 1) / PARTS_MAX);
    double span = (double) (lastNs - firstNs) + 1;
    List<CoverageDelta> parts = new ArrayList<>();
    long counted = 0;
    for (long from = firstNs; from <= lastNs; ) {
      long next = Math.min(lastNs + 1, (Math.floorDiv(from, step) + 1) * step);
      // Rounded from the start each time: the parts add up, whatever the rounding.
      long until = next > lastNs ? count : Math.round(count * ((next - firstNs) / span));
      if (until > counted) {
        parts.add(
            new CoverageDelta(
                from, CoverageCounts.gap(cause, new GapCounts(until - counted, from, next - 1))));
        counted = until;
      }
      from = next;
    }
    return parts;
  }
}
