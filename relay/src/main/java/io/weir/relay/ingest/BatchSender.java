package io.weir.relay.ingest;

import io.weir.event.v1.EventHeader;
import io.weir.ingest.v1.Batch;
import io.weir.ingest.v1.Event;
import io.weir.relay.publish.EventPublisher.Completion;
import io.weir.relay.publish.EventPublisher.Writer;
import io.weir.relay.publish.EventRecords;
import io.weir.relay.publish.PublishException;
import io.weir.relay.publish.TopicRecord;
import java.util.Optional;

/**
 * Turns a batch into records, one for each event, and hands them to the writer in the order of
 * their numbers. An event that cannot go where it belongs goes to {@code weir.discarded.v1} under
 * its own number. Confined to the stream's thread.
 */
final class BatchSender {
  private final String node;
  private final Writer writer;
  private final long eventBytesMax;
  private final IngestMetrics metrics;

  /**
   * @param node the node of events that name none
   */
  BatchSender(String node, Writer writer, long eventBytesMax, IngestMetrics metrics) {
    this.node = node;
    this.writer = writer;
    this.eventBytesMax = eventBytesMax;
    this.metrics = metrics;
  }

  /**
   * Sends all but the first {@code skip} events, and seals {@code inFlight} whatever happens.
   *
   * @throws PublishException at the first record that the writer does not take; none follows it
   */
  void send(Batch batch, int skip, InFlightBatch inFlight) throws PublishException {
    try {
      EventHeader.Builder header =
          EventHeader.newBuilder().setCollector(batch.getCollector()).setNode(node);
      for (int i = skip; i < batch.getEventsCount(); i++) {
        Event event = batch.getEvents(i);
        metrics.received(event.getPayloadCase());
        send(header(header, event, batch.getFirstSeq() + i), event, inFlight);
      }
    } finally {
      inFlight.seal();
    }
  }

  private EventHeader header(EventHeader.Builder header, Event event, long seq) {
    return header
        .setNode(Validation.isNode(event.getNode()) ? event.getNode() : node)
        .setSeq(seq)
        .setObservedAtNs(event.getObservedAtNs())
        .setSource(event.getSource())
        .setSampling(Math.max(1, event.getSampling()))
        .build();
  }

  private void send(EventHeader header, Event event, InFlightBatch inFlight)
      throws PublishException {
    Optional<String> problem = Validation.problem(event);
    if (problem.isPresent()) {
      refuse(header, event, Refusal.SCHEMA, problem.get(), inFlight);
      return;
    }
    TopicRecord record;
    try {
      record = EventRecords.of(header, event);
    } catch (RuntimeException e) {
      // Whatever it is that this event does to the encoder, the next one is innocent of it.
      refuse(header, event, Refusal.MALFORMED, "cannot be encoded: " + e, inFlight);
      return;
    }
    if (record.sizeBytes() > eventBytesMax) {
      refuse(
          header,
          event,
          Refusal.TOO_LARGE,
          "event: " + record.sizeBytes() + " bytes (expected: at most " + eventBytesMax + ")",
          inFlight);
      return;
    }
    inFlight.sending(record.sizeBytes());
    publish(record, inFlight, inFlight);
  }

  private void refuse(
      EventHeader header, Event event, Refusal reason, String message, InFlightBatch inFlight)
      throws PublishException {
    TopicRecord record = EventRecords.refused(header, event, reason.label(), message);
    inFlight.sending(record.sizeBytes());
    publish(record, inFlight.refusal(reason), inFlight);
  }

  private void publish(TopicRecord record, Completion completion, InFlightBatch inFlight)
      throws PublishException {
    try {
      writer.publish(record, completion);
    } catch (PublishException e) {
      inFlight.failed(e); // the writer tells nobody about a record that it does not take
      throw e;
    }
  }
}
