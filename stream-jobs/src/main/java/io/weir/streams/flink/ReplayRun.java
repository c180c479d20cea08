package io.weir.streams.flink;

import io.weir.topic.Topic;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one replay in this process reads and where its records go. Flink makes its own copies of
 * operators; they find the run by name.
 */
final class ReplayRun implements AutoCloseable {
  private static final Map<String, ReplayRun> RUNNING = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();
  private final Map<Topic, RawRecords> records;
  private final ReplayJob.Records results;
  private final ReplayJob.Reading reading;

  ReplayRun(Map<Topic, RawRecords> records, ReplayJob.Records results, ReplayJob.Reading reading) {
    this.reading = reading;
    this.records = Map.copyOf(records);
    this.results = results;
    RUNNING.put(id, this);
  }

  Ref ref() {
    return new Ref(id);
  }

  RawRecords records(Topic topic) {
    return records.getOrDefault(topic, RawRecords.NONE);
  }

  ReplayJob.Records results() {
    return results;
  }

  ReplayJob.Reading reading() {
    return reading;
  }

  @Override
  public void close() {
    RUNNING.remove(id);
  }

  /** Travels with operators. */
  record Ref(String id) implements Serializable {
    ReplayRun resolve() {
      return Objects.requireNonNull(RUNNING.get(id), "the replay has ended");
    }
  }
}
