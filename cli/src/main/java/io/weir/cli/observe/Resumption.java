package io.weir.cli.observe;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a broken stream goes on. Events arrive nearly in order of time, so a resumed stream asks
 * for the last {@link #OVERLAP} before the newest event again, and leaves out what it has had.
 *
 * <p>That is without a gap for events that arrive up to {@code OVERLAP} late, and without a double
 * in any case: of the time of events that are no longer remembered, beyond the last {@link
 * #EVENTS_MAX}, nothing is asked for again. Confined to one thread.
 */
final class Resumption {
  /** How late an event may arrive. */
  static final Duration OVERLAP = Duration.ofSeconds(10);

  /** Events remembered, some MiB. */
  static final int EVENTS_MAX = 50_000;

  /** An event that arrived. The fingerprint has 128 bits, so no two events share one. */
  private record Had(Instant time, HashCode fingerprint) {}

  private final GetFlowsRequest request;
  private final Instant start;
  private final int eventsMax;
  private final Deque<Had> had = new ArrayDeque<>();

  /** How often each event is still to be left out. */
  private Map<HashCode, Integer> again = new HashMap<>();

  private boolean begun;
  private Instant oldest = Instant.MAX;
  private Instant newest = Instant.MIN;

  /**
   * Nothing has arrived yet.
   *
   * @param request what is asked first
   * @param start when; nothing older is asked for if the stream breaks before anything arrived
   */
  Resumption(GetFlowsRequest request, Instant start) {
    this(request, start, EVENTS_MAX);
  }

  Resumption(GetFlowsRequest request, Instant start, int eventsMax) {
    this.request = request;
    this.start = start;
    this.eventsMax = eventsMax;
  }

  /** What to ask first. */
  GetFlowsRequest request() {
    return request;
  }

  /**
   * Remembers an event.
   *
   * @return false for one that was there before the break
   */
  boolean isNew(GetFlowsResponse response) {
    if (response.hasNodeStatus()) {
      return true; // of the connection, not of the past
    }
    HashCode fingerprint = fingerprint(response);
    if (again.containsKey(fingerprint)) {
      again.computeIfPresent(fingerprint, (key, left) -> left == 1 ? null : left - 1);
      return false; // and remembered already
    }
    remember(new Had(instant(FlowEventText.timestamp(response)), fingerprint));
    return true;
  }

  private void remember(Had event) {
    if (!begun) {
      begun = true;
      oldest = event.time(); // the past comes in order, so nothing before it was wanted
    }
    newest = event.time().isAfter(newest) ? event.time() : newest;
    had.add(event);
    while (had.size() > eventsMax) {
      Instant behind = had.remove().time().plusNanos(1);
      oldest = behind.isAfter(oldest) ? behind : oldest;
    }
    while (had.element().time().isBefore(newest.minus(OVERLAP))) {
      had.remove(); // will not be asked for again
    }
  }

  private static Instant instant(Timestamp time) {
    return Timestamps.isValid(time)
        ? Instant.ofEpochSecond(time.getSeconds(), time.getNanos())
        : Instant.EPOCH;
  }

  private static HashCode fingerprint(GetFlowsResponse response) {
    String uuid = response.getFlow().getUuid();
    return uuid.isEmpty()
        ? Hashing.murmur3_128().hashBytes(response.toByteArray())
        : Hashing.murmur3_128().hashString(uuid, StandardCharsets.UTF_8);
  }

  /** What to ask after a break; from now on the answer to that is expected. */
  GetFlowsRequest resume() {
    again = new HashMap<>();
    had.forEach(event -> again.merge(event.fingerprint(), 1, Integer::sum));
    if (!begun) {
      // With a number or a time the first question is still the right one.
      boolean onlyNew = request.getNumber() == 0 && !request.hasSince();
      return onlyNew ? request.toBuilder().setSince(Times.timestamp(start)).build() : request;
    }
    Instant overlap = newest.minus(OVERLAP);
    return request.toBuilder()
        .clearNumber()
        .setSince(Times.timestamp(overlap.isAfter(oldest) ? overlap : oldest))
        .build();
  }
}
