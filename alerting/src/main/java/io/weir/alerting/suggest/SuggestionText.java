package io.weir.alerting.suggest;

import io.weir.alerting.slo.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes suggestions as YAML with comments: a YAML library would leave the comments out. */
final class SuggestionText {
  private static final int TITLE_MAX = 63;
  private static final int DESCRIPTION_MAX = 1_050;

  /** Needs no quotes in YAML, whichever version, inside of braces too. */
  private static final Pattern PLAIN = Pattern.compile("[a-zA-Z][a-zA-Z0-9._/-]*");

  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

  private final Observation observation;

  SuggestionText(Observation observation) {
    this.observation = observation;
  }

  String of(List<Suggestion> suggestions, List<String> leftOut) {
    StringBuilder text = new StringBuilder();
    comments(text, head());
    suggestions.forEach(suggestion -> document(text, suggestion));
    if (!leftOut.isEmpty()) {
      text.append('\n');
      comments(text, List.of("Left out:"));
      comments(text, leftOut.stream().map(one -> "- " + one).toList());
    }
    return text.toString();
  }

  private List<String> head() {
    List<String> head = new ArrayList<>();
    head.add("Written by weir slo suggest: a draft. It knows what users had, not what they need.");
    head.add(
        "Counted from %s to %s (%s)%s."
            .formatted(
                observation.from(),
                observation.to(),
                Reasons.text(observation.length()),
                observation.lost() == 0
                    ? ""
                    : "; %s events of it are known to be missing"
                        .formatted(Reasons.number(observation.lost()))));
    head.add("");
    head.add("Each target is the largest of %s that".formatted(steps()));
    head.add(
        "- would have spent at most %s %% of its error budget in that time, and"
            .formatted(
                TargetChoice.SPENT_MAX.movePointRight(2).stripTrailingZeros().toPlainString()));
    head.add(
        "- has the traffic for it: its budget of that time is %s bad events or more, and with as many"
            .formatted(TargetChoice.BUDGET_EVENTS_MIN));
    head.add("  events in every hour as in the mean one, a single bad event pages nobody.");
    head.add("Check what you change with weir slo lint.");
    return head;
  }

  private static String steps() {
    List<String> steps = new ArrayList<>();
    TargetChoice.STEPS.forEach(step -> steps.add(0, Reasons.percent(step)));
    return steps.stream().collect(Collectors.joining(", ", "", " %"));
  }

  private static void comments(StringBuilder text, List<String> lines) {
    lines.forEach(
        line -> text.append(line.isEmpty() ? "#" : "# ").append(oneLine(line)).append('\n'));
  }

  private void document(StringBuilder text, Suggestion suggestion) {
    TargetChoice choice = suggestion.choice();
    SuggestedIndicator indicator = suggestion.indicator();
    List<String> why = new ArrayList<>();
    why.add(Reasons.seen(choice.seen(), indicator));
    why.add(Reasons.whyThis(choice, suggestion.target()));
    choice.next().ifPresent(next -> why.add(Reasons.whyNotNext(choice, next, indicator)));
    text.append("---\n");
    comments(text, why);
    text.append(
        """
        apiVersion: openslo/v1
        kind: SLO
        metadata:
          name: %s
        %sspec:
        %s  service: %s
          indicator:
            metadata: {name: %s}
            spec:
              ratioMetric:
                raw:
                  metricSource:
                    type: weir
                    spec: {indicator: %s, service: %s}
                rawType: success
          timeWindow:
            - {duration: %sd, isRolling: true}
          budgetingMethod: Occurrences
          objectives:
            - {target: %s}
        """
            .formatted(
                suggestion.name(),
                line("  displayName: ", indicator.title(suggestion.service()), TITLE_MAX),
                line("  description: ", promise(suggestion), DESCRIPTION_MAX),
                scalar(suggestion.service().name()),
                suggestion.name(),
                indicator.word(),
                scalar(suggestion.selector()),
                TargetChoice.PERIOD.toDays(),
                suggestion.target().ratio().toPlainString()));
  }

  private static String promise(Suggestion suggestion) {
    Target target = suggestion.target();
    return Reasons.percent(target)
        + " % "
        + suggestion.indicator().promise(suggestion.service())
        + ".";
  }

  /** A field for people; nothing when it is longer than the standard allows. */
  private static String line(String field, String value, int lengthMax) {
    return value.length() > lengthMax ? "" : field + quoted(value) + "\n";
  }

  private static String scalar(String value) {
    boolean plain =
        PLAIN.matcher(value).matches() && !WORDS.contains(value.toLowerCase(Locale.ROOT));
    return plain ? value : quoted(value);
  }

  /** In double quotes, all beyond printable ASCII by its code. */
  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    value
        .chars()
        .forEach(
            unit -> {
              if (unit == '"' || unit == '\\') {
                text.append('\\').append((char) unit);
              } else if (unit >= ' ' && unit <= '~') {
                text.append((char) unit);
              } else {
                text.append("\\u%04x".formatted(unit));
              }
            });
    return text.append('"').toString();
  }

  /** Nothing may end a comment before its line does. */
  private static String oneLine(String line) {
    return line.replaceAll("[^\\x20-\\x7E…]", "?");
  }
}
