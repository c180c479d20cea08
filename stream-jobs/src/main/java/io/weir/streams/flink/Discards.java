package io.weir.streams.flink;

import com.google.protobuf.ByteString;
import io.weir.codec.Codecs;
import io.weir.event.v1.Discarded;
import io.weir.event.v1.DiscardedEvent;
import io.weir.event.v1.EventHeader;
import io.weir.topic.Topic;
import org.apache.flink.util.OutputTag;

/** Records of {@code weir.discarded.v1}. */
final class Discards {
  static final OutputTag<Upsert> TAG = new OutputTag<>("discarded", FlowTypes.UPSERT);

  static final String MALFORMED = "malformed";
  static final String TOO_LATE = "too_late";
  static final String TOO_EARLY = "too_early";

  private static final int BYTES_MAX = 64 * 1024;

  // Messages quote what was refused: a record must not be refused for the length of its reason.
  private static final int TEXT_MAX = 1_024;

  private Discards() {}

  static Upsert record(
      EventHeader header, String origin, String reason, String message, byte[] bytes) {
    DiscardedEvent event =
        DiscardedEvent.newBuilder()
            // Without its number: in this topic the numbers would not come in order, and readers
            // that skip repeats would skip events.
            .setHeader(header.toBuilder().clearCollector().clearSeq())
            .setDiscarded(
                Discarded.newBuilder()
                    .setOrigin(Trimmed.text(origin, TEXT_MAX))
                    .setReason(reason)
                    .setMessage(Trimmed.text(message, TEXT_MAX))
                    .setBytes(ByteString.copyFrom(bytes, 0, Math.min(bytes.length, BYTES_MAX)))
                    .setBytesTotal(bytes.length))
            .build();
    return new Upsert(Topic.DISCARDED, new byte[0], Codecs.discarded().encode(event));
  }
}
