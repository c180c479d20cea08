package io.weir.dashboards.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dashboards.answer.TimeRange;
import io.weir.model.LabelMatcher;
import io.weir.slo.v1.Silence;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** A silence as it is asked for, checked. Pure. */
final class SilenceRequest {
  /** Nobody looks at one that is longer. */
  static final Duration LENGTH_MAX = Duration.ofDays(90);

  static final int MATCHERS_MAX = 20;
  static final int TEXT_MAX = 1_000;
  private static final int OWNER_MAX = 100;
  private static final Set<String> KEYS =
      Set.of("matchers", "incident", "owner", "note", "startsAt", "endsAt");

  private SilenceRequest() {}

  /**
   * Reads a request.
   *
   * @throws BadQuestionException naming the first thing that cannot be used
   */
  static Silence parse(JsonNode body, String id, Instant now) {
    if (!body.isObject()) {
      throw new BadQuestionException("body", body.getNodeType().name(), "a JSON object");
    }
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!KEYS.contains(name)) {
        throw new BadQuestionException(name, "unknown key", "one of " + String.join(", ", KEYS));
      }
    }
    List<String> matchers = matchers(body.path("matchers"));
    String incident = text(body, "incident", TEXT_MAX);
    if (matchers.isEmpty() == incident.isEmpty()) {
      throw new BadQuestionException(
          "matchers, incident",
          matchers.isEmpty() ? "neither" : "both",
          "matchers to silence alerts, or incident to acknowledge one");
    }
    String owner = text(body, "owner", OWNER_MAX);
    if (owner.isEmpty()) {
      throw new BadQuestionException("owner", "missing", "who is responsible");
    }
    // Of the second, which people read; what begins in it is silenced, too.
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    Instant starts = body.has("startsAt") ? time(body, "startsAt") : second;
    Instant ends = time(body, "endsAt");
    if (!ends.isAfter(starts) || !ends.isAfter(now)) {
      throw new BadQuestionException(
          "endsAt", ends.toString(), "a time to come, after startsAt " + starts);
    }
    if (Duration.between(starts, ends).compareTo(LENGTH_MAX) > 0) {
      throw new BadQuestionException(
          "endsAt", ends.toString(), "at most " + LENGTH_MAX.toDays() + " days after startsAt");
    }
    return Silence.newBuilder()
        .setId(id)
        .addAllMatchers(matchers)
        .setIncident(incident)
        .setOwner(owner)
        .setNote(text(body, "note", TEXT_MAX))
        .setCreatedNs(TimeRange.nanos(second))
        .setStartsNs(TimeRange.nanos(starts))
        .setEndsNs(TimeRange.nanos(ends))
        .build();
  }

  private static List<String> matchers(JsonNode node) {
    if (node.size() > MATCHERS_MAX) {
      throw new BadQuestionException(
          "matchers", node.size() + " of them", "at most " + MATCHERS_MAX);
    }
    List<String> matchers = new ArrayList<>();
    boolean all = true;
    for (JsonNode matcher : node) {
      try {
        LabelMatcher parsed = LabelMatcher.parse(matcher.asText());
        matchers.add(parsed.toString());
        all &= parsed.matchesNothingness();
      } catch (IllegalArgumentException e) {
        throw new BadQuestionException(e.getMessage(), e);
      }
    }
    if (!matchers.isEmpty() && all) {
      throw new BadQuestionException(
          "matchers", matchers.toString(), "one that does not hold for every alert");
    }
    return matchers;
  }

  private static String text(JsonNode body, String name, int max) {
    String text = body.path(name).asText("").strip();
    if (text.length() > max) {
      throw new BadQuestionException(
          name, text.length() + " characters", "at most " + max + " characters");
    }
    return text;
  }

  private static Instant time(JsonNode body, String name) {
    String text = body.path(name).asText("");
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      TimeRange.nanos(instant);
      return instant;
    } catch (DateTimeException | ArithmeticException e) {
      throw new BadQuestionException(
          name, text.isEmpty() ? "missing" : text, "a time like 2026-01-31T10:00:00Z");
    }
  }
}
