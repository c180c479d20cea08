package io.weir.relay.ingest;

import io.weir.relay.publish.EventPublisher;
import io.weir.relay.publish.PublishException;
import io.weir.relay.publish.TopicRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Keeps records and answers when the test says so, in the order the test says. */
final class FakePublisher implements EventPublisher {
  record Waiting(TopicRecord record, Completion completion) {}

  final List<TopicRecord> records = new ArrayList<>();
  final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean broken;
  private int takeBeforeBreaking = Integer.MAX_VALUE;

  @Override
  public Writer open() throws PublishException {
    if (broken) {
      throw new PublishException("Kafka is away");
    }
    return (record, completion) -> {
      if (broken || takeBeforeBreaking-- <= 0) {
        broken = true;
        throw new PublishException("Kafka refused an earlier record");
      }
      records.add(record);
      waiting.add(new Waiting(record, completion));
    };
  }

  void acknowledge(int count) {
    for (int i = 0; i < count; i++) {
      waiting.remove().completion().published();
    }
  }

  void acknowledgeAll() {
    acknowledge(waiting.size());
  }

  void acknowledgeLast() {
    waiting.removeLast().completion().published();
  }

  void failNext() {
    broken = true;
    waiting.remove().completion().failed(new PublishException("Kafka refused the record"));
  }

  void breakAfter(int records) {
    takeBeforeBreaking = records;
  }
}
