package io.weir.collector.source.hubblefile;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.observer.ExportEvent;

/**
 * Moves all times of an item by the same distance; those that are absent stay absent.
 *
 * @param ns the distance; 0 leaves items as they are
 */
record TimeShift(long ns) {
  static final TimeShift NONE = new TimeShift(0);

  ExportEvent apply(ExportEvent item) {
    if (ns == 0) {
      return item;
    }
    ExportEvent.Builder shifted = item.toBuilder();
    if (item.hasTime()) {
      shifted.setTime(apply(item.getTime()));
    }
    if (item.getFlow().hasTime()) {
      Flow flow = item.getFlow();
      shifted.setFlow(flow.toBuilder().setTime(apply(flow.getTime())));
    }
    if (item.hasLostEvents()) {
      LostEvent lost = item.getLostEvents();
      LostEvent.Builder moved = lost.toBuilder();
      if (lost.hasFirst()) {
        moved.setFirst(apply(lost.getFirst()));
      }
      if (lost.hasLast()) {
        moved.setLast(apply(lost.getLast()));
      }
      shifted.setLostEvents(moved);
    }
    if (item.getAgentEvent().getAgentStart().hasTime()) {
      shifted
          .getAgentEventBuilder()
          .getAgentStartBuilder()
          .setTime(apply(item.getAgentEvent().getAgentStart().getTime()));
    }
    return shifted.build();
  }

  private Timestamp apply(Timestamp time) {
    Duration distance = Durations.fromNanos(ns);
    return Timestamps.add(time, distance);
  }
}
