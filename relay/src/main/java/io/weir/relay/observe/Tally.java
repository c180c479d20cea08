package io.weir.relay.observe;

import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.query.v1.Explanation;
import io.weir.query.v1.Missing;
import io.weir.storage.EventKind;
import io.weir.storage.StoredFlow;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an answer was made of: events that were read, flows that matched, and losses in the range.
 * Confined to one thread.
 */
final class Tally {
  /** Places of loss that are told apart; more are added up under {@code other}. */
  private static final int PLACES_MAX = 100;

  private static final Place OTHER = new Place("other", "other", "other");

  private record Place(String node, String stage, String reason) {}

  private final long startNanos = System.nanoTime();
  private final Map<Place, Missing.Builder> missing = new LinkedHashMap<>();
  private long read;
  private long live;
  private long matched;
  private long lost;
  private long reachedNs;

  /** The archive returned an event. */
  void readArchived(StoredFlow stored) {
    read++;
    reachedNs = stored.timeNs();
  }

  /** The live tail held some events in the range. */
  void readLive(long events) {
    read += events;
    live += events;
  }

  /** An event became part of the answer. */
  void answered(StoredFlow stored) {
    if (stored.kind() == EventKind.FLOW) {
      matched++;
    } else if (stored.kind() == EventKind.LOSS && stored.event().hasLoss()) {
      lost(stored.event());
    }
  }

  private void lost(FlowEvent event) {
    Loss loss = event.getLoss();
    boolean upstream = loss.hasHubble();
    long count = upstream ? loss.getHubble().getNumEventsLost() : loss.getCount();
    Place place =
        new Place(
            Responses.nodeName(event),
            upstream ? "hubble" : loss.getStage(),
            upstream ? loss.getHubble().getSource().name() : loss.getReason());
    if (!missing.containsKey(place) && missing.size() >= PLACES_MAX) {
      place = OTHER;
    }
    long timeNs = EventOrder.timeNs(event);
    Missing.Builder known =
        missing.computeIfAbsent(
            place,
            fresh ->
                Missing.newBuilder()
                    .setNode(fresh.node())
                    .setStage(fresh.stage())
                    .setReason(fresh.reason())
                    .setFirstNs(Long.MAX_VALUE)
                    .setLastNs(Long.MIN_VALUE));
    known
        .setEvents(known.getEvents() + count)
        .setFirstNs(
            Math.min(known.getFirstNs(), loss.getFirstNs() == 0 ? timeNs : loss.getFirstNs()))
        .setLastNs(Math.max(known.getLastNs(), loss.getLastNs() == 0 ? timeNs : loss.getLastNs()));
    lost += count;
  }

  long read() {
    return read;
  }

  long matched() {
    return matched;
  }

  /** Event time of the last event that the archive returned; 0 before the first. */
  long reachedNs() {
    return reachedNs;
  }

  /** All of it, in words where words are wanted. */
  Explanation explain(GetFlowsRequest request) {
    Explanation.Builder explanation =
        Explanation.newBuilder()
            .addAllPushedDown(FilterWords.pushedDown(request))
            .addAllEvaluated(FilterWords.evaluated(request))
            .setEventsRead(read)
            .setEventsLive(live)
            .setFlowsMatched(matched)
            .setEventsMissing(lost)
            .setElapsedNs(System.nanoTime() - startNanos);
    missing.values().forEach(explanation::addMissing);
    return explanation.build();
  }
}
