package io.weir.filter.query;

import java.util.Optional;

/** A query cannot be understood; says which part, what was expected there, and what was meant. */
public final class QueryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int at;
  private final int length;
  private final String expected;
  private final transient Optional<String> suggestion;

  /**
   * @param at where the part begins, in UTF-16 units from 0
   * @param length of the part; 0 where something misses
   * @param what the part, or what is wrong with it
   * @param expected the rule
   * @param suggestion what to put in place of the part
   */
  QueryException(int at, int length, String what, String expected, Optional<String> suggestion) {
    super(
        what
            + " (expected: "
            + expected
            + ")"
            + suggestion.map(text -> ". Did you mean " + text + "?").orElse(""));
    this.at = at;
    this.length = length;
    this.expected = expected;
    this.suggestion = suggestion;
  }

  /** Where the bad part begins, in UTF-16 units from 0. */
  public int at() {
    return at;
  }

  /** Length of the bad part; 0 where something misses. */
  public int length() {
    return length;
  }

  /** The rule that does not hold. */
  public String expected() {
    return expected;
  }

  /** What could stand in place of the bad part. */
  public Optional<String> suggestion() {
    return suggestion;
  }
}
