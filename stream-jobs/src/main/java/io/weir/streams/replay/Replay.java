package io.weir.streams.replay;

import io.weir.slo.v1.SloDefinition;
import io.weir.streams.JobsConfig;
import io.weir.streams.flink.RawRecord;
import io.weir.streams.flink.RawRecords;
import io.weir.streams.flink.ReplayException;
import io.weir.streams.flink.ReplayJob;
import io.weir.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;

/**
 * Recomputes the windows of a range from the raw topics, and from the archive where Kafka has
 * forgotten. Reads everything up to where the topics ended when it began, since an event may come
 * however late; begins where events of the range can first stand: an event is never appended before
 * it happens, but for clocks that are ahead.
 */
public final class Replay {
  // How far a node's clock may be ahead of the broker's.
  private static final Duration CLOCKS_AHEAD = Duration.ofMinutes(5);
  // How the consumer groups of the jobs begin.
  private static final String LIVE = "weir-jobs";
  private static final long NS_PER_MS = 1_000_000;

  /** What to do besides. */
  public record Wishes(Optional<String> into, boolean overwrite, boolean compare, int shownMax) {}

  /**
   * What came of it.
   *
   * @param eventsRead records of flows and probes that were read, warm-up included
   * @param eventsArchived of these, from the archive
   * @param topics where the records were written to; empty without a name
   * @param comparison with live, if that was wished
   * @param notes what the reader of the result should know
   */
  public record Outcome(
      RecordSet records,
      long eventsRead,
      long eventsArchived,
      List<String> topics,
      Optional<Comparison.Result> comparison,
      List<String> notes) {
    public Outcome {
      topics = List.copyOf(topics);
      notes = List.copyOf(notes);
    }
  }

  private final JobsConfig config;
  private final Range range;
  private final Archive archive;
  private final ReplayProgress progress;
  private final List<String> notes = new ArrayList<>();
  private long archived;

  /**
   * @param config where Kafka is, thresholds and timeouts: those of live, for equal results
   */
  public Replay(JobsConfig config, Range range, Archive archive, ReplayProgress progress) {
    this.config = config;
    this.range = range;
    this.archive = archive;
    this.progress = progress;
  }

  /**
   * Runs to the end.
   *
   * @throws ReplayException if something is missing, with what to do
   */
  public Outcome run(Wishes wishes) throws ReplayException, InterruptedException {
    try (KafkaClients kafka = new KafkaClients(config.bootstrapServers())) {
      Optional<ShadowTopics> shadow = Optional.empty();
      if (wishes.into().isPresent()) {
        shadow = Optional.of(new ShadowTopics(kafka, wishes.into().get()));
        shadow.get().checkFree(wishes.overwrite());
      }
      long sinceMs = range.readFromNs() / NS_PER_MS - CLOCKS_AHEAD.toMillis();
      SortedMap<Integer, Span> flows = kafka.spans(Topic.FLOWS, sinceMs);
      SortedMap<Integer, Span> probes = kafka.spans(Topic.PROBES, sinceMs);
      LiveReach reach =
          new LiveReach(kafka.committed(LIVE, Topic.FLOWS), flows, System.currentTimeMillis());
      // Before anything long: what live does meanwhile is not part of the comparison.
      Optional<RecordSet> live =
          wishes.compare() ? Optional.of(LiveRecords.read(kafka, range)) : Optional.empty();
      RecordSet records = replay(kafka, flows, probes, reach);
      List<String> topics = new ArrayList<>();
      if (shadow.isPresent()) {
        progress.stage("writing " + records.size() + " records");
        progress.writing(true);
        shadow.get().write(records);
        progress.writing(false);
        RecordSet.TOPICS.stream().map(shadow.get()::topicName).forEach(topics::add);
      }
      Optional<Comparison.Result> comparison =
          live.map(before -> compare(before, records, reach, flows, wishes.shownMax()));
      return new Outcome(records, progress.done(), archived, topics, comparison, notes);
    } catch (KafkaException e) {
      throw new ReplayException(String.valueOf(e.getMessage()), e);
    }
  }

  private RecordSet replay(
      KafkaClients kafka,
      SortedMap<Integer, Span> flows,
      SortedMap<Integer, Span> probes,
      LiveReach reach)
      throws ReplayException, InterruptedException {
    List<SloDefinition> definitions = Definitions.read(kafka);
    List<RawRecord> forgotten = forgotten(flows);
    archived = forgotten.size();
    noteForgottenProbes(probes);
    progress.expect(forgotten.size() + count(flows) + count(probes));
    progress.stage("replaying");
    RecordSet records = new RecordSet();
    try (MergedRecords flowRecords = new MergedRecords(kafka, Topic.FLOWS, flows);
        MergedRecords probeRecords = new MergedRecords(kafka, Topic.PROBES, probes)) {
      Map<Topic, RawRecords> inputs = new HashMap<>();
      inputs.put(Topic.FLOWS, new ForgottenRecords(forgotten, flows, flowRecords));
      inputs.put(Topic.PROBES, probeRecords);
      new ReplayJob(config, range.fromNs(), range.toNs(), inputs, definitions)
          .run(
              records::put,
              (topic, record, eventMs) -> {
                progress.read();
                if (topic == Topic.FLOWS) {
                  reach.read(record, eventMs);
                }
              });
    }
    if (records.size() == 0) {
      throw new ReplayException(
          "No event between "
              + range.from()
              + " and "
              + range.to()
              + (archived > 0 ? " in Kafka or in the archive." : " in Kafka.")
              + " `weir status` tells how far back flows are kept.");
    }
    return records;
  }

  private static long count(SortedMap<Integer, Span> spans) {
    return spans.values().stream().mapToLong(span -> span.end() - span.from()).sum();
  }

  /** The events before those that Kafka still has, if the replay needs them. */
  private List<RawRecord> forgotten(SortedMap<Integer, Span> flows)
      throws ReplayException, InterruptedException {
    long neededMs = range.readFromNs() / NS_PER_MS;
    Map<Integer, Long> before = new TreeMap<>();
    boolean needed = false;
    for (Map.Entry<Integer, Span> one : flows.entrySet()) {
      before.put(one.getKey(), one.getValue().first());
      needed |= one.getValue().forgot(neededMs);
    }
    if (!needed) {
      return List.of();
    }
    progress.stage("reading from the archive what Kafka has forgotten");
    List<RawRecord> events = archive.events(range.readFromNs(), before);
    notes.add(
        "Kafka has forgotten the beginning: "
            + events.size()
            + " events before it come from the archive.");
    return events;
  }

  private void noteForgottenProbes(SortedMap<Integer, Span> probes) {
    boolean forgot =
        probes.values().stream().anyMatch(span -> span.forgot(range.fromNs() / NS_PER_MS));
    if (forgot) {
      notes.add(
          "Kafka has forgotten probes of this range, and the archive is not asked for them: counts"
              + " of probes are too low.");
    }
  }

  private Comparison.Result compare(
      RecordSet live,
      RecordSet records,
      LiveReach reach,
      SortedMap<Integer, Span> flows,
      int shownMax) {
    progress.stage("comparing");
    long finishedNs = reach.finishedNs();
    if (reach.isAbsent()) {
      notes.add(
          "Live jobs have never finished a checkpoint on this Kafka, so nothing of theirs is"
              + " compared. Start them: weir jobs.");
    } else if (finishedNs != Long.MAX_VALUE) {
      notes.add(
          "Windows that end after "
              + Instant.ofEpochSecond(0, finishedNs)
              + " are left out: live may still change them.");
    }
    boolean whole = flows.values().stream().allMatch(span -> span.from() == 0);
    return Comparison.of(
        live, records, finishedNs, whole ? Long.MIN_VALUE : range.readFromNs(), shownMax);
  }
}
