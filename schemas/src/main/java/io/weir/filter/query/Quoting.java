package io.weir.filter.query;

/**
 * How values are written that would not be read back as they are: in double quotes, where {@code
 * \"} is a quote and {@code \\} a backslash. Any other backslash is itself, so that expressions
 * need no second one.
 */
final class Quoting {
  private Quoting() {}

  /** The value, in quotes if it needs them. */
  static String quote(String value) {
    return needsQuotes(value) ? quoted(value) : value;
  }

  private static boolean needsQuotes(String value) {
    return value.isEmpty()
        || value.charAt(0) == '"'
        || value.chars().anyMatch(c -> c == ',' || Character.isWhitespace(c));
  }

  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean readAsEscape =
          c == '\\' && (i + 1 == value.length() || "\\\"".indexOf(value.charAt(i + 1)) >= 0);
      if (c == '"' || readAsEscape) {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.append('"').toString();
  }
}
