package io.weir.dashboards.api;

import io.weir.dashboards.answer.EdgeFilter;
import io.weir.dashboards.answer.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
 */
record Ask(
    TimeRange range,
    boolean all,
    boolean unspecified,
    EdgeFilter filter,
    String sort,
    int limit,
    String name,
    SliAsk slis) {
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
                  "name"),
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
    return new Ask(
        all ? EVER : range(parameters, config, now),
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
        SliAsk.parse(parameters));
  }

  /** The same question about everything that exists. */
  Ask everything() {
    return new Ask(EVER, true, false, filter, sort, limit, name, slis);
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
