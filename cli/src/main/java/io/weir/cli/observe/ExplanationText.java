package io.weir.cli.observe;

import io.weir.flowtext.Colors;
import io.weir.query.v1.Explanation;
import io.weir.query.v1.Missing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** How an answer came about, for people. */
final class ExplanationText {
  private ExplanationText() {}

  /** Several lines, the last without its end. */
  static String of(Explanation explanation) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "How this answer came about, in "
            + Duration.ofNanos(explanation.getElapsedNs()).toMillis()
            + " ms:");
    terms(lines, "asked of the store", explanation.getPushedDownList(), "everything in the range");
    terms(lines, "evaluated on each event", explanation.getEvaluatedList(), "nothing");
    lines.add(
        "  read:     "
            + count(explanation.getEventsRead())
            + " events, "
            + count(explanation.getEventsLive())
            + " of them from memory");
    lines.add("  matched:  " + count(explanation.getFlowsMatched()) + " flows");
    if (explanation.getEventsMissing() == 0) {
      lines.add("  complete: nothing is known to be missing");
    } else {
      lines.add(
          "  missing:  " + count(explanation.getEventsMissing()) + " events are known to be lost");
      explanation.getMissingList().forEach(missing -> lines.add("    " + place(missing)));
    }
    return String.join("\n", lines);
  }

  private static void terms(List<String> lines, String title, List<String> terms, String none) {
    lines.add("  " + title + ":" + (terms.isEmpty() ? " " + none : ""));
    terms.forEach(term -> lines.add("    " + Colors.escape(term)));
  }

  private static String place(Missing missing) {
    String span =
        missing.getFirstNs() == 0
            ? ""
            : ", " + time(missing.getFirstNs()) + " to " + time(missing.getLastNs());
    return Colors.escape(
        missing.getNode()
            + ", "
            + missing.getStage()
            + ": "
            + count(missing.getEvents())
            + " "
            + missing.getReason()
            + span);
  }

  private static String time(long epochNs) {
    Instant time = Instant.ofEpochSecond(0, epochNs);
    return TimeFormat.RFC3339_MILLI.format(time, ZoneOffset.UTC);
  }

  private static String count(long unsigned) {
    return Long.toUnsignedString(unsigned);
  }
}
