package io.weir.alerting.openslo;

import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.EmptySlices;
import io.weir.alerting.slo.Guard;
import io.weir.alerting.slo.Maintenance;
import io.weir.alerting.slo.NoDataPolicy;
import io.weir.alerting.slo.NoDataPolicy.Silence;
import io.weir.alerting.slo.Recurrence;
import io.weir.alerting.slo.TimeSpan;
import io.weir.config.Spelling;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code weir.io/…} annotations of an SLO say beyond the standard, which has no place for it.
 * Annotations are free texts there, so documents that have them stay valid everywhere.
 *
 * <table>
 * <caption>Annotations</caption>
 * <tr><td>{@code weir.io/burn-windows}</td><td>{@code page 2% 1h/5m; ticket 1x 3d/6h}</td></tr>
 * <tr><td>{@code weir.io/min-bad-events}, {@code weir.io/min-total-events}</td><td>{@code 10}</td></tr>
 * <tr><td>{@code weir.io/confidence}</td><td>{@code 0.95}</td></tr>
 * <tr><td>{@code weir.io/no-data}</td><td>{@code freeze}, {@code alert} or {@code ok}</td></tr>
 * <tr><td>{@code weir.io/no-data-after}</td><td>{@code 10m}</td></tr>
 * <tr><td>{@code weir.io/coverage-min}</td><td>{@code 0.5}</td></tr>
 * <tr><td>{@code weir.io/empty-slices}</td><td>{@code good}, {@code skip} or {@code bad}</td></tr>
 * <tr><td>{@code weir.io/notices}</td><td>{@code 50,75,90,100}, or {@code none}</td></tr>
 * <tr><td>{@code weir.io/resolve-below}</td><td>{@code 0.9}</td></tr>
 * <tr><td>{@code weir.io/maintenance}</td><td>a span on each line: {@code 2026-03-01T02:00
 *     Europe/Berlin 2h [FREQ=WEEKLY;BYDAY=SU]}</td></tr>
 * <tr><td>{@code weir.io/runbook}, {@code weir.io/owner}</td><td>shown in alerts</td></tr>
 * </table>
 */
final class Annotations {
  static final String PREFIX = "weir.io/";
  static final String BURN_WINDOWS = "burn-windows";
  static final String MIN_BAD = "min-bad-events";
  static final String MIN_TOTAL = "min-total-events";
  static final String CONFIDENCE = "confidence";
  static final String NO_DATA = "no-data";
  static final String NO_DATA_AFTER = "no-data-after";
  static final String COVERAGE_MIN = "coverage-min";
  static final String EMPTY_SLICES = "empty-slices";
  static final String NOTICES = "notices";
  static final String RESOLVE_BELOW = "resolve-below";
  static final String MAINTENANCE = "maintenance";
  static final String RUNBOOK = "runbook";
  static final String OWNER = "owner";

  /** The annotations that there are, without {@link #PREFIX}. */
  static final List<String> KNOWN =
      List.of(
          BURN_WINDOWS,
          MIN_BAD,
          MIN_TOTAL,
          CONFIDENCE,
          NO_DATA,
          NO_DATA_AFTER,
          COVERAGE_MIN,
          EMPTY_SLICES,
          NOTICES,
          RESOLVE_BELOW,
          MAINTENANCE,
          RUNBOOK,
          OWNER);

  private static final Pattern BURN =
      Pattern.compile("([a-zA-Z][\\w-]*)\\s+([0-9.]+)([%x])\\s+([0-9]+[mhdw])/([0-9]+[mhdw])");
  private static final Pattern SPAN =
      Pattern.compile("(\\S+)\\s+(\\S+)\\s+([0-9]+[mhdw])(?:\\s+(\\S+))?");

  private final Metadata metadata;
  private final Findings findings;
  private final Map<String, String> values = new TreeMap<>();

  Annotations(Metadata metadata, Findings findings) {
    this.metadata = metadata;
    this.findings = findings;
    metadata.annotations().forEach(this::take);
  }

  private void take(String key, String value) {
    if (!key.startsWith(PREFIX)) {
      return;
    }
    String name = key.substring(PREFIX.length());
    if (KNOWN.contains(name)) {
      values.put(name, value.strip());
    } else {
      findings.error(
          place(name),
          "unknown annotation",
          Spelling.nearest(name, KNOWN)
              .map(near -> "did you mean " + PREFIX + near + "?")
              .orElse("expected: one of " + String.join(", ", KNOWN)));
    }
  }

  private Place place(String name) {
    Place place = metadata.place();
    return new Place(
        place.file(), place.line(), place.column(), "metadata.annotations." + PREFIX + name);
  }

  private void refuse(String name, String expected) {
    findings.error(place(name), "is \"" + values.get(name) + "\"", "expected: " + expected);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private double number(String name, double otherwise, double least, double most) {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      double number = Double.parseDouble(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    refuse(name, "a number from " + least + " to " + most);
    return otherwise;
  }

  private <E extends Enum<E>> E word(String name, Class<E> type, E otherwise) {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    for (E word : type.getEnumConstants()) {
      if (word.name().equalsIgnoreCase(text)) {
        return word;
      }
    }
    refuse(
        name,
        "one of "
            + String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                    .map(word -> word.name().toLowerCase(Locale.ROOT))
                    .toList()));
    return otherwise;
  }

  Guard guard() {
    return new Guard(
        (long) number(MIN_BAD, Guard.DEFAULT.badMin(), 0, 1e15),
        (long) number(MIN_TOTAL, Guard.DEFAULT.totalMin(), 0, 1e15),
        number(CONFIDENCE, Guard.DEFAULT.confidence(), 0, 0.999999));
  }

  /**
   * @param alert whether a policy wants an alert when there is no data
   */
  NoDataPolicy noData(boolean alert) {
    NoDataPolicy usual = NoDataPolicy.DEFAULT;
    Duration after = usual.after();
    String text = values.get(NO_DATA_AFTER);
    if (text != null) {
      Optional<DurationShorthand> duration =
          DurationShorthand.parse(text).filter(found -> found.amount() > 0);
      if (duration.isEmpty()) {
        refuse(NO_DATA_AFTER, "a duration such as 10m");
      }
      after = duration.map(DurationShorthand::toDuration).orElse(after);
    }
    return new NoDataPolicy(
        word(NO_DATA, Silence.class, alert ? Silence.ALERT : usual.silence()),
        after,
        number(COVERAGE_MIN, usual.coverageMin(), 0, 1));
  }

  EmptySlices emptySlices() {
    return word(EMPTY_SLICES, EmptySlices.class, EmptySlices.GOOD);
  }

  double resolveBelow() {
    return number(RESOLVE_BELOW, 0.9, 0.01, 1);
  }

  List<Integer> notices() {
    String text = values.get(NOTICES);
    if (text == null) {
      return AlertRules.NOTICES;
    }
    if (text.equals("none")) {
      return List.of();
    }
    try {
      List<Integer> notices =
          Arrays.stream(text.split(",")).map(String::strip).map(Integer::valueOf).sorted().toList();
      if (notices.stream().allMatch(percent -> percent >= 1 && percent <= 1_000)) {
        return notices;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    refuse(NOTICES, "percents such as 50,75,100, or none");
    return AlertRules.NOTICES;
  }

  /** Rules in place of the usual ones; empty when there is no such annotation. */
  List<BurnRule> burnRules(Duration period) {
    String text = values.get(BURN_WINDOWS);
    if (text == null) {
      return List.of();
    }
    List<BurnRule> rules = new ArrayList<>();
    for (String one : text.split(";")) {
      Matcher matcher = BURN.matcher(one.strip());
      Optional<BurnRule> rule = matcher.matches() ? rule(matcher, period) : Optional.empty();
      if (rule.isEmpty()) {
        refuse(
            BURN_WINDOWS,
            "severity, percent of the budget or factor, long/short window, such as"
                + " page 2% 1h/5m; ticket 1x 3d/6h");
        return List.of();
      }
      rules.add(rule.get());
    }
    return rules;
  }

  private static Optional<BurnRule> rule(Matcher matcher, Duration period) {
    try {
      BigDecimal number = new BigDecimal(matcher.group(2));
      Duration longWindow = DurationShorthand.parse(matcher.group(4)).orElseThrow().toDuration();
      Duration shortWindow = DurationShorthand.parse(matcher.group(5)).orElseThrow().toDuration();
      return Optional.of(
          matcher.group(3).equals("%")
              ? BurnRule.ofBudget(matcher.group(1), number, longWindow, shortWindow, period)
              : BurnRule.ofFactor(matcher.group(1), number.doubleValue(), longWindow, shortWindow));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  Maintenance maintenance() {
    String text = values.get(MAINTENANCE);
    if (text == null) {
      return Maintenance.NONE;
    }
    List<TimeSpan> once = new ArrayList<>();
    List<Recurrence> repeated = new ArrayList<>();
    for (String line : text.split("\n")) {
      if (!line.isBlank() && !span(line.strip(), once, repeated)) {
        refuse(
            MAINTENANCE,
            "on each line a start, a zone, a length, and a rule if it comes again, such as"
                + " 2026-03-01T02:00 Europe/Berlin 2h FREQ=WEEKLY;BYDAY=SU");
      }
    }
    return new Maintenance(once, repeated);
  }

  private static boolean span(String line, List<TimeSpan> once, List<Recurrence> repeated) {
    Matcher matcher = SPAN.matcher(line);
    if (!matcher.matches()) {
      return false;
    }
    try {
      var start = LocalDateTime.parse(matcher.group(1)).atZone(ZoneId.of(matcher.group(2)));
      Duration length = DurationShorthand.parse(matcher.group(3)).orElseThrow().toDuration();
      if (matcher.group(4) == null) {
        Instant begin = start.toInstant();
        once.add(new TimeSpan(begin, begin.plus(length)));
      } else {
        repeated.add(new Recurrence(start, length, matcher.group(4)));
      }
      return true;
    } catch (DateTimeException | IllegalArgumentException e) {
      return false;
    }
  }
}
