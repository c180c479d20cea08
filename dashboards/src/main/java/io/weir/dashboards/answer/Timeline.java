package io.weir.dashboards.answer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How busy a range was, how much of it was bad, what is missing, and what happened: for the strip
 * above every page.
 *
 * @param question {@code timeline}
 * @param summary a sentence for people
 * @param info what it covers
 * @param stepSeconds length of a step
 * @param windows one entry per step in each, ascending, none left out
 * @param marks what happened within the range, earliest first
 */
public record Timeline(
    String question,
    String summary,
    AnswerInfo info,
    long stepSeconds,
    Windows windows,
    List<Mark> marks) {
  public Timeline {
    marks = List.copyOf(marks);
  }

  /**
   * Counts side by side.
   *
   * @param startMs begin of each step, ms since the epoch
   * @param total requests, connects and DNS queries
   * @param bad those of them that failed
   * @param lost events known to be missing
   */
  public record Windows(long[] startMs, long[] total, long[] bad, long[] lost) {}

  /**
   * Something that happened.
   *
   * @param at when
   * @param kind {@code incident} or {@code change}
   * @param text what, for people
   * @param incident id of the incident that it is, or explains
   */
  public record Mark(Instant at, String kind, String text, Optional<String> incident) {}
}
