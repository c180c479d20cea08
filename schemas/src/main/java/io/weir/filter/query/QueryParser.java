package io.weir.filter.query;

import io.weir.config.Spelling;
import io.weir.filter.query.ParsedQuery.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code term {" " term}} where a term is {@code [not] key:value{,value}} and a value is a
 * word or stands in double quotes. One pass, from left to right; stops at the first mistake.
 */
final class QueryParser {
  /** Longest query, in characters. */
  static final int LENGTH_MAX = 8_192;

  private static final String TERM = "a term like verdict:dropped";

  private final String text;
  private int at;

  QueryParser(String text) {
    this.text = text;
  }

  List<Placed> parse() throws QueryException {
    if (text.length() > LENGTH_MAX) {
      throw error(
          LENGTH_MAX,
          text.length() - LENGTH_MAX,
          text.length() + " characters",
          "at most " + LENGTH_MAX,
          Optional.empty());
    }
    List<Placed> terms = new ArrayList<>();
    for (skipSpaces(); at < text.length(); skipSpaces()) {
      int start = at;
      boolean not = takeNot();
      Term term = term(not);
      terms.add(new Placed(term, start, at - start));
    }
    return terms;
  }

  private boolean takeNot() throws QueryException {
    int end = at + 3;
    boolean not =
        text.regionMatches(true, at, "not", 0, 3) && (end == text.length() || isSpace(end));
    if (not) {
      at = end;
      skipSpaces();
      if (at == text.length()) {
        throw error(at, 0, "not: nothing follows", TERM, Optional.empty());
      }
    }
    return not;
  }

  private Term term(boolean not) throws QueryException {
    int start = at;
    while (at < text.length() && text.charAt(at) != ':' && !isSpace(at)) {
      at++;
    }
    String name = text.substring(start, at);
    if (at == text.length() || isSpace(at)) {
      throw noKey(start, name);
    }
    Key key = Key.named(name).orElseThrow(() -> unknownKey(start, name));
    at++; // the colon
    List<String> values = new ArrayList<>();
    values.add(value(key));
    while (at < text.length() && text.charAt(at) == ',') {
      at++;
      values.add(value(key));
    }
    if (at < text.length() && !isSpace(at)) {
      throw error(
          at,
          wordLength(at),
          "\"" + text.substring(at, at + wordLength(at)) + "\" behind the closing quote",
          "a comma, a space or the end",
          Optional.empty());
    }
    return new Term(not, key, values);
  }

  private QueryException noKey(int start, String word) {
    Optional<String> known = Key.named(word).map(key -> key.name() + ":");
    return known.isPresent()
        ? error(at, 0, word + ": no value", ":" + " and a value", Optional.empty())
        : error(
            start,
            word.length(),
            word + ": no key",
            TERM,
            Optional.of("pod:" + Quoting.quote(word)));
  }

  private QueryException unknownKey(int start, String name) {
    List<String> names = Key.ALL.stream().map(Key::name).toList();
    return error(
        start,
        name.length(),
        name + ": unknown key",
        "verdict, namespace, pod, port, … (see the list of keys)",
        Spelling.nearest(name, names));
  }

  private String value(Key key) throws QueryException {
    int start = at;
    boolean quoted = at < text.length() && text.charAt(at) == '"';
    String typed = quoted ? quoted() : word();
    Optional<String> canonical = key.values().canonical(typed);
    if (canonical.isEmpty()) {
      throw error(
          start,
          at - start,
          key.name() + ": " + (typed.isEmpty() ? "no value" : typed),
          key.values().expected(),
          key.values().suggestion(typed).map(Quoting::quote));
    }
    return canonical.get();
  }

  private String word() {
    int start = at;
    at += wordLength(at);
    return text.substring(start, at);
  }

  private int wordLength(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != ',' && !isSpace(end)) {
      end++;
    }
    return end - from;
  }

  /** Up to the closing quote, which is taken, too. */
  private String quoted() throws QueryException {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      boolean escape = c == '\\' && at < text.length() && "\\\"".indexOf(text.charAt(at)) >= 0;
      value.append(escape ? text.charAt(at++) : c);
    }
    throw error(
        start,
        text.length() - start,
        text.substring(start) + ": the quote is not closed",
        "\" at the end of the value",
        Optional.of(text.substring(start) + "\""));
  }

  private void skipSpaces() {
    while (at < text.length() && isSpace(at)) {
      at++;
    }
  }

  private boolean isSpace(int index) {
    return Character.isWhitespace(text.charAt(index));
  }

  private static QueryException error(
      int at, int length, String what, String expected, Optional<String> suggestion) {
    return new QueryException(at, length, what, expected, suggestion);
  }
}
