package io.weir.collector.simulation;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import io.weir.hubble.observer.ExportEvent;
import io.weir.ingest.v1.Event;
import java.util.Optional;

/** Reports as lines of text. Pure; equal events are equal lines. */
public final class ReportLines {
  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().omittingInsignificantWhitespace().preservingProtoFieldNames();

  private ReportLines() {}

  /** A flow or loss as Hubble's exporter writes it; empty for what Hubble does not see. */
  public static Optional<String> hubble(Event event) {
    ExportEvent.Builder item =
        ExportEvent.newBuilder()
            .setNodeName(event.getNode())
            .setTime(Recorder.timestamp(event.getObservedAtNs()));
    switch (event.getPayloadCase()) {
      case FLOW -> item.setFlow(event.getFlow());
      case LOSS -> item.setLostEvents(event.getLoss().getHubble());
      default -> {
        return Optional.empty();
      }
    }
    return Optional.of(json(item));
  }

  /** An event of any kind as {@code weir.ingest.v1.Event}. */
  public static String ingest(Event event) {
    return json(event);
  }

  private static String json(MessageOrBuilder message) {
    try {
      return JSON.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Only messages with an Any of foreign type do not print.", e);
    }
  }
}
