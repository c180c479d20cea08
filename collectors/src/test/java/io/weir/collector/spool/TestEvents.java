package io.weir.collector.spool;

import com.google.protobuf.InvalidProtocolBufferException;
import io.weir.hubble.flow.Flow;
import io.weir.ingest.v1.Batch;
import io.weir.ingest.v1.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Numbered flows, and what a reader of the spool gets. */
final class TestEvents {
  private TestEvents() {}

  /** The {@code n}-th flow, observed {@code n + 1} seconds after the epoch. */
  static Event event(int n) {
    return Event.newBuilder()
        .setObservedAtNs((n + 1) * 1_000_000_000L)
        .setSource("test")
        .setFlow(Flow.newBuilder().setSummary("flow " + n))
        .build();
  }

  /** Flows {@code from} to {@code to - 1}. */
  static List<Event> events(int from, int to) {
    return IntStream.range(from, to).mapToObj(TestEvents::event).toList();
  }

  /** The decoded events of a batch. */
  static List<Event> decode(SpooledBatch batch) {
    try {
      List<Event> events = Batch.parseFrom(batch.frames()).getEventsList();
      if (events.size() != batch.count()) {
        throw new AssertionError(batch.count() + " announced, " + events.size() + " there");
      }
      return events;
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** All batches that the spool gives now. */
  static List<SpooledBatch> readAll(Spool spool) {
    List<SpooledBatch> batches = new ArrayList<>();
    try {
      for (Optional<SpooledBatch> next = spool.next(1000, 1 << 20);
          next.isPresent();
          next = spool.next(1000, 1 << 20)) {
        batches.add(next.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return batches;
  }

  /** All events that the spool gives now. */
  static List<Event> readEvents(Spool spool) {
    return readAll(spool).stream().flatMap(batch -> decode(batch).stream()).toList();
  }
}
