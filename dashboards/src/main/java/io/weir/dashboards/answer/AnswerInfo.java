package io.weir.dashboards.answer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an answer covers and what it does not.
 *
 * @param from start of the range, inclusive
 * @param to end of the range, exclusive
 * @param windowSeconds length of the windows that the middle of the range was read in; 0 for
 *     answers from single events
 * @param complete {@code false} when events of the range are known to be lost; {@code unknown} when
 *     none are, since no collector vouches for a whole range yet
 * @param lost events known to be lost in the range
 * @param dataFrom earliest time that there is data for; absent when there is none
 * @param dataTo latest time that there is data for
 * @param totalRows rows before the limit
 * @param notes sentences about what to know before trusting the rows
 */
public record AnswerInfo(
    Instant from,
    Instant to,
    long windowSeconds,
    Completeness complete,
    long lost,
    Optional<Instant> dataFrom,
    Optional<Instant> dataTo,
    int totalRows,
    List<String> notes) {
  public AnswerInfo {
    notes = List.copyOf(notes);
  }
}
