package io.weir.streams.flink;

import com.google.protobuf.Message;
import io.weir.codec.MalformedEventException;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.ProbeEvent;
import io.weir.streams.edge.FlowReader;
import io.weir.streams.window.PlausibleTimes;
import io.weir.topic.Topic;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record of a raw topic, decoded or refused.
 *
 * @param takenMs when Kafka took it
 * @param message absent when the record was refused; of a flow, what decides where it goes
 * @param refusal why; absent when it was not
 */
record Received(
    Topic topic,
    int partition,
    long offset,
    long takenMs,
    byte[] value,
    @Nullable Message message,
    @Nullable Refusal refusal) {

  /**
   * Why a record does not count.
   *
   * @param reason a label of {@link Discards}
   * @param message for people
   */
  record Refusal(String reason, String message) {}

  /** Decodes {@code value}; never fails. */
  static Received of(
      Topic topic, int partition, long offset, long takenMs, byte @Nullable [] value) {
    if (value == null) {
      return refused(
          topic,
          partition,
          offset,
          takenMs,
          new byte[0],
          new Refusal(Discards.MALFORMED, "value: none (expected: an event)"));
    }
    Message message;
    try {
      message = decode(topic, value);
    } catch (MalformedEventException e) {
      Refusal refusal = new Refusal(Discards.MALFORMED, String.valueOf(e.getMessage()));
      return refused(topic, partition, offset, takenMs, value, refusal);
    }
    Optional<Refusal> refusal = refusal(message, takenMs);
    if (refusal.isPresent()) {
      return refused(topic, partition, offset, takenMs, value, refusal.get());
    }
    if (value.length > Trimmed.BYTES_MIN) {
      message = Trimmed.of(message);
    }
    return new Received(topic, partition, offset, takenMs, value, message, null);
  }

  /** Why what was decoded cannot count. What the jobs do not count is not judged. */
  private static Optional<Refusal> refusal(Message message, long takenMs) {
    if (message instanceof FlowEvent event) {
      return switch (event.getEventCase()) {
        case FLOW, LOSS -> timeRefusal(message, takenMs);
        case NODE_STATUS, AGENT_EVENT, DEBUG_EVENT -> Optional.empty();
        case EVENT_NOT_SET -> nothing("event: none (expected: a flow, a loss, or the like)");
      };
    }
    if (message instanceof ProbeEvent event) {
      return event.hasProbe()
          ? timeRefusal(message, takenMs)
          : nothing("probe: none (expected: an execution)");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> nothing(String message) {
    return Optional.of(new Refusal(Discards.MALFORMED, message));
  }

  private static Optional<Refusal> timeRefusal(Message message, long takenMs) {
    long timeNs = EventTimes.timeNs(message);
    return PlausibleTimes.problem(timeNs, takenMs)
        .map(
            problem ->
                new Refusal(
                    problem == PlausibleTimes.Problem.AHEAD
                        ? Discards.TOO_EARLY
                        : Discards.MALFORMED,
                    PlausibleTimes.words(problem, timeNs, takenMs)));
  }

  private static Received refused(
      Topic topic, int partition, long offset, long takenMs, byte[] value, Refusal refusal) {
    return new Received(topic, partition, offset, takenMs, value, null, refusal);
  }

  private static Message decode(Topic topic, byte[] value) throws MalformedEventException {
    // Flows are read whole by whom they concern, on the other side of the network.
    return topic == Topic.FLOWS ? FlowReader.route().read(value) : topic.codec().decode(value);
  }

  /** The message of a record that was not refused. */
  <T extends Message> T as(Class<T> type) {
    return type.cast(Objects.requireNonNull(message, "a refused record has no message"));
  }

  /** {@code topic-partition@offset}. */
  String origin() {
    return origin(topic, partition, offset);
  }

  static String origin(Topic topic, int partition, long offset) {
    return topic.topicName() + "-" + partition + "@" + offset;
  }
}
