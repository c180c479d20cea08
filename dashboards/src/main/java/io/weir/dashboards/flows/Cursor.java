package io.weir.dashboards.flows;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page ended: at its oldest row. The next page is what comes before that one in the
 * observer's total order, so that flows of equal time are neither left out nor shown twice.
 *
 * @param timeNs event time of that row, ns since the epoch
 * @param id of the row
 * @param twins rows of the same time and id that were shown; more than one only where flows cannot
 *     be told apart
 */
public record Cursor(long timeNs, String id, int twins) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,19})-(\\d{1,6})-(\\S{1,200})");

  /** As it goes into an address. */
  public String text() {
    return timeNs + "-" + twins + "-" + id;
  }

  /** The cursor of that text; empty if it is none. */
  public static Optional<Cursor> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Cursor(
              Long.parseLong(parts.group(1)), parts.group(3), Integer.parseInt(parts.group(2))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
