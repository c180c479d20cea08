package io.weir.dashboards.api;

import io.weir.dashboards.flows.Cursor;
import io.weir.dashboards.flows.FlowRange;
import io.weir.filter.query.ParsedQuery;
import io.weir.filter.query.QueryException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a question for flows, checked.
 *
 * @param query which flows
 * @param from earliest event time, inclusive
 * @param to latest event time, exclusive
 * @param limit flows at most; empty for what is usual
 * @param before where the page before ended
 * @param detail whether every field is wanted
 * @param format what to answer with
 */
record FlowsAsk(
    ParsedQuery query,
    Instant from,
    Instant to,
    Optional<Integer> limit,
    Optional<Cursor> before,
    boolean detail,
    Format format) {
  static final int LIMIT_DEFAULT = 200;

  private static final List<String> PARAMETERS =
      List.of("query", "since", "until", "limit", "before", "detail", "format");

  /** How flows are written. */
  enum Format {
    JSON,
    JSONL,
    CSV
  }

  /**
   * Reads parameters.
   *
   * @throws BadQueryException if the query cannot be understood
   * @throws BadQuestionException naming the first of the others that cannot be
   */
  static FlowsAsk parse(Map<String, String> parameters, DashboardsConfig config, Instant now) {
    known(parameters, PARAMETERS);
    Format format = format(parameters.getOrDefault("format", "json"));
    String until = parameters.get("until");
    Instant to = until == null ? now : TimeText.parse("until", until, now);
    String since = parameters.get("since");
    Instant from =
        since == null ? to.minus(config.defaultRange()) : TimeText.parse("since", since, now);
    if (!from.isBefore(to)) {
      throw new BadQuestionException("since", from.toString(), "before until=" + to);
    }
    int limitMax =
        format == Format.JSON ? config.flows().rowsMax() : config.flows().exportRowsMax();
    FlowsAsk ask =
        new FlowsAsk(
            query(parameters.getOrDefault("query", "")),
            from,
            to,
            limit(parameters.get("limit"), limitMax),
            Optional.ofNullable(parameters.get("before")).map(FlowsAsk::cursor),
            flag("detail", parameters.getOrDefault("detail", "false")),
            format);
    if (format != Format.JSON && (ask.before.isPresent() || parameters.containsKey("detail"))) {
      throw new BadQuestionException(
          "format", parameters.getOrDefault("format", ""), "no before or detail beside it");
    }
    return ask;
  }

  /**
   * @throws BadQuestionException for a parameter that is none
   */
  static void known(Map<String, String> parameters, List<String> known) {
    for (String name : parameters.keySet()) {
      if (!known.contains(name)) {
        throw new BadQuestionException(
            name, "unknown parameter", "one of " + String.join(", ", known));
      }
    }
  }

  /**
   * @throws BadQueryException if it cannot be understood
   */
  static ParsedQuery query(String text) {
    try {
      return ParsedQuery.parse(text);
    } catch (QueryException e) {
      throw new BadQueryException(e);
    }
  }

  private static Format format(String text) {
    return switch (text) {
      case "json" -> Format.JSON;
      case "jsonl" -> Format.JSONL;
      case "csv" -> Format.CSV;
      default -> throw new BadQuestionException("format", text, "json, jsonl or csv");
    };
  }

  private static boolean flag(String name, String text) {
    return switch (text) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw new BadQuestionException(name, text, "true or false");
    };
  }

  private static Cursor cursor(String text) {
    return Cursor.parse(text)
        .orElseThrow(
            () -> new BadQuestionException("before", text, "next of the page before, unchanged"));
  }

  private static Optional<Integer> limit(@Nullable String text, int limitMax) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= limitMax) {
        return Optional.of(limit);
      }
    } catch (NumberFormatException e) {
      // Said below, with the values that are too small or too large.
    }
    throw new BadQuestionException("limit", text, "1 to " + limitMax + " flows");
  }

  FlowRange range() {
    return new FlowRange(query.query(), from, to);
  }
}
