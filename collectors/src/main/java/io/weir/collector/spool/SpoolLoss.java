package io.weir.collector.spool;

import io.weir.event.v1.Loss;
import io.weir.ingest.v1.Event;
import java.util.Optional;

/**
 * Events that the spool could not keep.
 *
 * @param reason {@code full}, {@code expired}, {@code corrupt}, {@code disk_full} or {@code
 *     disk_error}
 * @param count how many, exactly
 * @param firstNs earliest event time, a lower bound; with {@code lastNs} 0 when unknown
 * @param lastNs latest event time, an upper bound
 */
record SpoolLoss(String reason, long count, long firstNs, long lastNs) {
  static final String STAGE = "spool";

  /** Both together, under this one's reason. */
  SpoolLoss plus(SpoolLoss other) {
    return new SpoolLoss(
        reason,
        Math.addExact(count, other.count),
        isTimed() && other.isTimed()
            ? Math.min(firstNs, other.firstNs)
            : Math.max(firstNs, other.firstNs), // the one that is known
        Math.max(lastNs, other.lastNs));
  }

  private boolean isTimed() {
    return lastNs != 0;
  }

  /** What {@link #event} told. */
  static Optional<SpoolLoss> of(Event event) {
    Loss loss = event.getLoss();
    return loss.getStage().equals(STAGE)
        ? Optional.of(
            new SpoolLoss(loss.getReason(), loss.getCount(), loss.getFirstNs(), loss.getLastNs()))
        : Optional.empty();
  }

  /** The event that tells of it, in the events' own time: replays must not mix two clocks. */
  Event event(long nowNs) {
    return Event.newBuilder()
        .setObservedAtNs(lastNs == 0 ? nowNs : lastNs)
        .setSource(STAGE)
        .setLoss(
            Loss.newBuilder()
                .setStage(STAGE)
                .setReason(reason)
                .setCount(count)
                .setFirstNs(firstNs)
                .setLastNs(lastNs))
        .build();
  }
}
