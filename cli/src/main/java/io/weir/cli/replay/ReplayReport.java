package io.weir.cli.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.streams.replay.Comparison;
import io.weir.streams.replay.Range;
import io.weir.streams.replay.RecordSet;
import io.weir.streams.replay.Replay;
import io.weir.topic.Topic;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What a replay gave, for people and for programs. */
final class ReplayReport {
  private static final String ROW = "%-16s %9s %9s %9s %11s %10s%n";

  private final Range range;
  private final Replay.Outcome outcome;
  private final Duration took;

  ReplayReport(Range range, Replay.Outcome outcome, Duration took) {
    this.range = range;
    this.outcome = outcome;
    this.took = took;
  }

  void printText(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "Replayed %s to %s: %,d events in %.1f s.%n",
        range.from(),
        range.to(),
        outcome.eventsRead(),
        took.toMillis() / 1e3);
    for (Topic topic : RecordSet.TOPICS) {
      out.printf(
          Locale.ROOT,
          "  %-16s %,9d records%n",
          topic.topicName(),
          outcome.records().view(topic).size());
    }
    out.println("  sha256 " + outcome.records().digest());
    if (!outcome.topics().isEmpty()) {
      out.println("Written to " + String.join(", ", outcome.topics()) + ".");
    }
    outcome.comparison().ifPresent(result -> printComparison(result, out));
    outcome.notes().forEach(note -> out.println("Note: " + note));
  }

  private static void printComparison(Comparison.Result result, PrintStream out) {
    out.println();
    out.printf(ROW, "TOPIC", "EQUAL", "DIFFERENT", "ONLY LIVE", "ONLY REPLAY", "UNFINISHED");
    for (Comparison.Counts counts : result.counts()) {
      out.printf(
          ROW,
          counts.topic().topicName(),
          number(counts.equal()),
          number(counts.different()),
          number(counts.onlyLive()),
          number(counts.onlyReplay()),
          number(counts.unfinished()));
    }
    out.println();
    for (Comparison.Difference difference : result.differences()) {
      out.println(
          difference.topic().topicName() + "  " + difference.key() + "  " + difference.window());
      words(difference).forEach(line -> out.println("    " + line));
    }
    result.reasons().forEach(reason -> out.println("Reason: " + reason));
    out.println(sentence(result));
  }

  private static List<String> words(Comparison.Difference difference) {
    return switch (difference.verdict()) {
      case ONLY_LIVE -> List.of("live has this record, the replay has none");
      case ONLY_REPLAY -> List.of("the replay has this record, live has none");
      case EQUAL, DIFFERENT, UNFINISHED -> difference.words();
    };
  }

  private static String sentence(Comparison.Result result) {
    long equal = result.counts().stream().mapToLong(Comparison.Counts::equal).sum();
    if (!result.agrees()) {
      return "Live and replay differ.";
    }
    return equal == 0
        ? "Nothing could be compared."
        : String.format(
            Locale.ROOT, "Live and replay are equal in all %,d records compared.", equal);
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  void printJson(PrintStream out) {
    ObjectMapper json = new ObjectMapper();
    ObjectNode answer = json.createObjectNode();
    answer.put("from", range.from().toString()).put("to", range.to().toString());
    answer.put("events", outcome.eventsRead()).put("eventsArchived", outcome.eventsArchived());
    answer.put("seconds", took.toMillis() / 1e3).put("sha256", outcome.records().digest());
    ObjectNode records = answer.putObject("records");
    RecordSet.TOPICS.forEach(
        topic -> records.put(topic.topicName(), outcome.records().view(topic).size()));
    ArrayNode written = answer.putArray("topics");
    outcome.topics().forEach(written::add);
    ArrayNode notes = answer.putArray("notes");
    outcome.notes().forEach(notes::add);
    outcome.comparison().ifPresent(result -> put(result, answer.putObject("comparison")));
    out.println(answer.toPrettyString());
  }

  private static void put(Comparison.Result result, ObjectNode answer) {
    answer.put("equal", result.agrees());
    ObjectNode topics = answer.putObject("topics");
    for (Comparison.Counts counts : result.counts()) {
      topics
          .putObject(counts.topic().topicName())
          .put("equal", counts.equal())
          .put("different", counts.different())
          .put("onlyLive", counts.onlyLive())
          .put("onlyReplay", counts.onlyReplay())
          .put("unfinished", counts.unfinished());
    }
    ArrayNode differences = answer.putArray("differences");
    for (Comparison.Difference difference : result.differences()) {
      ObjectNode one = differences.addObject();
      one.put("topic", difference.topic().topicName()).put("key", difference.key());
      one.put("window", difference.window());
      ArrayNode words = one.putArray("words");
      words(difference).forEach(words::add);
    }
    ArrayNode reasons = answer.putArray("reasons");
    result.reasons().forEach(reasons::add);
  }
}
