package io.weir.filter.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What could stand at the caret of a query that is being typed.
 *
 * @param from start of the part that a suggestion replaces, in UTF-16 units from 0
 * @param to its end, exclusive
 * @param suggestions the likely ones first
 */
public record Completion(int from, int to, List<Suggestion> suggestions) {
  /** Suggestions at most. */
  public static final int SUGGESTIONS_MAX = 60;

  /**
   * One way to go on.
   *
   * @param text to be put in place of the part; ends with a colon for a key
   * @param help one sentence; empty for values
   */
  public record Suggestion(String text, String help) {}

  public Completion {
    suggestions = List.copyOf(suggestions);
  }

  /**
   * Completes at the caret. Never fails: what is wrong elsewhere in the query does not matter.
   *
   * @param caret from 0 to the length of the text; what is beyond is the end
   * @param seen values of a key that were seen lately, the likely ones first
   */
  public static Completion at(String text, int caret, Function<Key, List<String>> seen) {
    int end = Math.max(0, Math.min(caret, text.length()));
    int start = termStart(text, end);
    int colon = text.indexOf(':', start);
    return colon < 0 || colon >= end
        ? keys(text, start, end)
        : Key.named(text.substring(start, colon))
            .map(key -> values(text, valueStart(text, colon + 1, end), end, key, seen))
            .orElseGet(() -> new Completion(end, end, List.of()));
  }

  /** Spaces inside quotes do not end a term. */
  private static int termStart(String text, int end) {
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (quoted) {
        i += c == '\\' ? 1 : 0;
        quoted = c != '"';
      } else if (c == '"' && i > start && ":,".indexOf(text.charAt(i - 1)) >= 0) {
        quoted = true;
      } else if (Character.isWhitespace(c)) {
        start = i + 1;
      }
    }
    return start;
  }

  private static int valueStart(String text, int from, int end) {
    int start = from;
    boolean quoted = false;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (quoted) {
        i += c == '\\' ? 1 : 0;
        quoted = c != '"';
      } else if (c == '"' && i == start) {
        quoted = true;
      } else if (c == ',') {
        start = i + 1;
      }
    }
    return start;
  }

  private static Completion keys(String text, int start, int end) {
    String typed = text.substring(start, end);
    int to = end;
    while (to < text.length()
        && text.charAt(to) != ':'
        && !Character.isWhitespace(text.charAt(to))) {
      to++;
    }
    to += to < text.length() && text.charAt(to) == ':' ? 1 : 0;
    List<Suggestion> all = new ArrayList<>();
    Key.ALL.forEach(key -> all.add(new Suggestion(key.name() + ":", key.help())));
    all.add(new Suggestion("not ", "Leaves out what the next term matches."));
    return new Completion(start, to, best(all, typed));
  }

  private static Completion values(
      String text, int start, int end, Key key, Function<Key, List<String>> seen) {
    String typed = text.substring(start, end);
    int to = end;
    while (to < text.length()
        && text.charAt(to) != ','
        && !Character.isWhitespace(text.charAt(to))) {
      to++;
    }
    Set<String> values = new LinkedHashSet<>(seen.apply(key));
    values.addAll(key.values().words());
    List<Suggestion> all =
        values.stream()
            .flatMap(value -> key.values().canonical(value).stream())
            .distinct()
            .map(value -> new Suggestion(Quoting.quote(value), ""))
            .toList();
    return new Completion(start, to, best(all, typed));
  }

  /** Those that begin as typed, then those that have it somewhere. */
  private static List<Suggestion> best(List<Suggestion> all, String typed) {
    String wanted = (typed.startsWith("\"") ? typed.substring(1) : typed).toLowerCase(Locale.ROOT);
    Stream<Suggestion> beginning = all.stream().filter(each -> plain(each).startsWith(wanted));
    Stream<Suggestion> containing =
        all.stream()
            .filter(each -> !plain(each).startsWith(wanted) && plain(each).contains(wanted));
    return Stream.concat(beginning, containing).limit(SUGGESTIONS_MAX).toList();
  }

  private static String plain(Suggestion suggestion) {
    String text = suggestion.text().toLowerCase(Locale.ROOT);
    return text.startsWith("\"") ? text.substring(1) : text;
  }
}
