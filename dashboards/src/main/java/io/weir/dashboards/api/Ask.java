package io.weir.dashboards.api;

import io.weir.dashboards.answer.EdgeFilter;
import io.weir.dashboards.answer.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one question, checked.
 *
 * @param range the span asked for; when {@code all}, everything up to the end of time
 * @param all whether everything that exists is asked for
 * @param unspecified whether no time was named at all
 * @param filter which edges or names count
 * @param sort order of the rows; empty is the question's default
 * @param limit rows at most
 * @param name part of a DNS name; empty for all
 * @param slis what only the past of an indicator has
 * @param before another time to compare with; of the map alone
 */
record Ask(
    TimeRange range,
    boolean all,
    boolean unspecified,
    EdgeFilter filter,
    String sort,
    int limit,
    String name,
    SliAsk slis,
    Optional<TimeRange> before) {
  private static final String BEFORE_SINCE = "before-since";
  private static final String BEFORE_UNTIL = "before-until";

  private static final List<String> PARAMETERS =
      Stream.of(
              List.of(
                  "since",
                  "until",
                  "all",
                  "namespace",
                  "service",
                  "from",
                  "to",
                  "sort",
                  "limit",
                  "name",
                  BEFORE_SINCE,
                  BEFORE_UNTIL),
              SliAsk.PARAMETERS)
          .flatMap(List::stream)
          .toList();
  private static final TimeRange EVER = new TimeRange(0, Long.MAX_VALUE);

  /**
   * Reads parameters.
   *
   * @throws BadQuestionException naming the first that cannot be understood
   */
  static Ask parse(Map<String, String> parameters, DashboardsConfig config, Instant now) {
    for (String name : parameters.keySet()) {
      if (!PARAMETERS.contains(name)) {
        throw new BadQuestionException(
            name, "unknown parameter", "one of " + String.join(", ", PARAMETERS));
      }
    }
    boolean all = flag(parameters.getOrDefault("all", "false"));
    if (all && (parameters.containsKey("since") || parameters.containsKey("until"))) {
      throw new BadQuestionException("all", "true", "no since or until beside it");
    }
    TimeRange range = all ? EVER : range(parameters, config, now);
    return new Ask(
        range,
        all,
        !all && !parameters.containsKey("since") && !parameters.containsKey("until"),
        new EdgeFilter(
            parameters.getOrDefault("namespace", ""),
            parameters.getOrDefault("service", ""),
            parameters.getOrDefault("from", ""),
            parameters.getOrDefault("to", "")),
        parameters.getOrDefault("sort", ""),
        limit(parameters.get("limit"), config.rowsMax()),
        parameters.getOrDefault("name", ""),
        SliAsk.parse(parameters),
        before(parameters, range, all, now));
  }

  /** The same question about the time before. */
  Ask aboutBefore(TimeRange then) {
    return new Ask(then, false, false, filter, sort, limit, name, slis, Optional.empty());
  }

  /** The same question about everything that exists. */
  Ask everything() {
    return new Ask(EVER, true, false, filter, sort, limit, name, slis, before);
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw new BadQuestionException("all", text, "true or false");
    };
  }

  private static TimeRange range(
      Map<String, String> parameters, DashboardsConfig config, Instant now) {
    String until = parameters.get("until");
    Instant to = until == null ? now : TimeText.parse("until", until, now);
    String since = parameters.get("since");
    Instant from =
        since == null ? to.minus(config.defaultRange()) : TimeText.parse("since", since, now);
    if (!from.isBefore(to)) {
      throw new BadQuestionException("since", from.toString(), "before until=" + to);
    }
    return TimeRange.of(from, to);
  }

  /** As long as the range itself, unless an end is named. */
  private static Optional<TimeRange> before(
      Map<String, String> parameters, TimeRange range, boolean all, Instant now) {
    String since = parameters.get(BEFORE_SINCE);
    String until = parameters.get(BEFORE_UNTIL);
    if (since == null) {
      if (until != null) {
        throw new BadQuestionException(BEFORE_UNTIL, until, BEFORE_SINCE + " beside it");
      }
      return Optional.empty();
    }
    if (all) {
      throw new BadQuestionException(BEFORE_SINCE, since, "no all=true beside it");
    }
    Instant from = TimeText.parse(BEFORE_SINCE, since, now);
    Instant to =
        until == null ? from.plus(range.length()) : TimeText.parse(BEFORE_UNTIL, until, now);
    if (!from.isBefore(to)) {
      throw new BadQuestionException(
          BEFORE_SINCE, from.toString(), "before " + BEFORE_UNTIL + "=" + to);
    }
    return Optional.of(TimeRange.of(from, to));
  }

  private static int limit(@Nullable String text, int rowsMax) {
    if (text == null) {
      return rowsMax;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= rowsMax) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Said below, with the values that are too small or too large.
    }
    throw new BadQuestionException("limit", text, "1 to " + rowsMax + " rows");
  }
}
