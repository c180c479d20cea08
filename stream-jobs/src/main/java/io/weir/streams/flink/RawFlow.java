package io.weir.streams.flink;

import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.event.v1.FlowEvent;
import io.weir.streams.edge.FlowReader;
import io.weir.topic.Topic;

/**
 * A flow event on its way to its connection, as it came: it is read where it is used.
 *
 * @param connection number of its connection, the operator's key
 * @param partition where it stands in its topic
 * @param offset where it stands in its partition
 * @param value as in the topic
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RawFlow(long connection, int partition, long offset, byte[] value) {
  /** {@code topic-partition@offset}. */
  String origin() {
    return Received.origin(Topic.FLOWS, partition, offset);
  }

  /** What the rules look at. */
  FlowEvent decode() throws MalformedEventException {
    return trimmed(FlowReader.all().read(value));
  }

  /** Everything, for conditions that may ask for any field. */
  FlowEvent decodeWhole() throws MalformedEventException {
    return trimmed(Codecs.flows().decode(value));
  }

  private FlowEvent trimmed(FlowEvent event) {
    return value.length > Trimmed.BYTES_MIN ? (FlowEvent) Trimmed.of(event) : event;
  }
}
