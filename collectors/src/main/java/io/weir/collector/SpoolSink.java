package io.weir.collector;

import com.google.protobuf.ByteString;
import io.weir.collector.report.NodeCounts;
import io.weir.collector.source.EventSink;
import io.weir.collector.spool.Spool;
import io.weir.event.v1.Discarded;
import io.weir.ingest.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One source's way into the spools. Events with a position go to one, those without to the other:
 * at its limit the first makes its sources wait, the second discards its oldest, and neither may
 * happen to the other's events.
 */
final class SpoolSink implements EventSink {
  // Below gRPC's usual 4 MiB for a message: what no relay takes must not block what comes after.
  private static final int EVENT_BYTES_MAX = (4 << 20) - (64 << 10);
  private static final int NODE_LENGTH_MAX = 512;
  private static final int KEPT_BYTES_MAX = 64 << 10;
  private static final int PUT_BYTES_MAX = 4 << 20;

  private final String source;
  private final Spool replayable;
  private final Spool live;
  private final NodeCounts counts;
  private final CollectorMetrics metrics;

  SpoolSink(
      String source, Spool replayable, Spool live, NodeCounts counts, CollectorMetrics metrics) {
    this.source = source;
    this.replayable = replayable;
    this.live = live;
    this.counts = counts;
    this.metrics = metrics;
  }

  @Override
  public void put(List<Event> events, Optional<String> position) throws InterruptedException {
    List<Event> fit = events.stream().map(this::fit).toList();
    if (position.isPresent()) {
      replayable.put(source, fit, position);
    } else {
      putLive(fit);
    }
    counts.add(source, events);
    metrics.received(source, events.size());
  }

  /** In portions: there is no position that they must share a record with. */
  private void putLive(List<Event> events) throws InterruptedException {
    List<Event> portion = new ArrayList<>();
    long bytes = 0;
    for (Event event : events) {
      if (bytes > 0 && bytes + event.getSerializedSize() > PUT_BYTES_MAX) {
        live.put(source, portion, Optional.empty());
        portion.clear();
        bytes = 0;
      }
      portion.add(event);
      bytes += event.getSerializedSize();
    }
    if (!portion.isEmpty()) {
      live.put(source, portion, Optional.empty());
    }
  }

  private Event fit(Event event) {
    int size = event.getSerializedSize();
    if (size > EVENT_BYTES_MAX) {
      metrics.oversized(source);
      ByteString bytes = event.toByteString();
      return Event.newBuilder()
          .setObservedAtNs(event.getObservedAtNs())
          .setSource(source)
          .setNode(event.getNode().length() > NODE_LENGTH_MAX ? "" : event.getNode())
          .setDiscarded(
              Discarded.newBuilder()
                  .setOrigin(source)
                  .setReason("too_large")
                  .setMessage("expected: at most " + EVENT_BYTES_MAX + " bytes")
                  .setBytes(bytes.substring(0, KEPT_BYTES_MAX))
                  .setBytesTotal(size))
          .build();
    }
    return event.getSource().isEmpty() ? event.toBuilder().setSource(source).build() : event;
  }
}
