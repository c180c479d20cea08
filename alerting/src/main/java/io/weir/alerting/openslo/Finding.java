package io.weir.alerting.openslo;

import java.util.Comparator;

/**
 * Something about a document that its author should know.
 *
 * @param message what is wrong
 * @param suggestion what to do; may be empty
 */
public record Finding(Severity severity, Place place, String message, String suggestion) {
  /** In the order of the text. */
  public static final Comparator<Finding> BY_PLACE =
      Comparator.comparing((Finding finding) -> finding.place().file())
          .thenComparingInt(finding -> finding.place().line())
          .thenComparingInt(finding -> finding.place().column())
          .thenComparing(Finding::severity)
          .thenComparing(Finding::message);

  /** How bad it is. */
  public enum Severity {
    /** The document is not put in force. */
    ERROR,
    /** It is, but probably does not mean what it says, or other tools refuse it. */
    WARNING,
    /** What follows from what it says. */
    INFO;

    /** The word in output. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** {@code file:line:column: error: path: message (suggestion)}. */
  @Override
  public String toString() {
    return place
        + ": "
        + severity.word()
        + ": "
        + (place.path().isEmpty() ? "" : place.path() + ": ")
        + message
        + (suggestion.isEmpty() ? "" : " (" + suggestion + ")");
  }
}
