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
 * @param complete {@code true} when the jobs counted everything that collectors sent and know of no
 *     loss; {@code false} when events of the range are known to be lost; {@code unknown} when the
 *     jobs have not spoken of the range
 * @param lost events known to be lost in the range
 * @param missing what {@code lost} is made of, largest first, at most 20 causes
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
    List<Missing> missing,
    Optional<Instant> dataFrom,
    Optional<Instant> dataTo,
    int totalRows,
    List<String> notes) {
  public AnswerInfo {
    missing = List.copyOf(missing);
    notes = List.copyOf(notes);
  }
}
