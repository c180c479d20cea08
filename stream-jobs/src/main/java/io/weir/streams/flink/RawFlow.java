package io.weir.streams.flink;

import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.event.v1.FlowEvent;
import io.weir.streams.edge.FlowReader;
import io.weir.streams.edge.Segment;
import io.weir.topic.Topic;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A flow event on its way to its connection, as it came: it is read where it is used. Beside it,
 * what that needs of most flows, so that few are read again.
 *
 * @param connection number of its connection, the operator's key
 * @param partition where it stands in its topic
 * @param offset where it stands in its partition
 * @param segment what it reports, if that is an ordinary segment of TCP
 * @param bytes end with the value as in the topic
 * @param from where it begins
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RawFlow(
    long connection,
    int partition,
    long offset,
    @Nullable Segment segment,
    byte[] bytes,
    int from) {
  RawFlow(long connection, int partition, long offset, byte[] value) {
    this(connection, partition, offset, null, value, 0);
  }

  /** As in the topic. */
  byte[] value() {
    return from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length);
  }

  /** Bytes of the value. */
  int length() {
    return bytes.length - from;
  }

  /** {@code topic-partition@offset}. */
  String origin() {
    return Received.origin(Topic.FLOWS, partition, offset);
  }

  /** What the rules look at. */
  FlowEvent decode() throws MalformedEventException {
    return trimmed(FlowReader.all().read(bytes, from, length()));
  }

  /** The same but for who is at the ends, for rules that know. */
  FlowEvent decodeWithoutEnds() throws MalformedEventException {
    return trimmed(FlowReader.withoutEnds().read(bytes, from, length()));
  }

  /** Everything, for conditions that may ask for any field. */
  FlowEvent decodeWhole() throws MalformedEventException {
    return trimmed(Codecs.flows().decode(value()));
  }

  private FlowEvent trimmed(FlowEvent event) {
    return length() > Trimmed.BYTES_MIN ? (FlowEvent) Trimmed.of(event) : event;
  }
}
