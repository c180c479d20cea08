package io.weir.relay.observe.filter;

import io.weir.relay.observe.filter.LabelSelector.Operator;
import io.weir.relay.observe.filter.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code requirement {"," requirement}} where a requirement is one of {@code key}, {@code
 * !key}, {@code key = value}, {@code ==}, {@code !=}, {@code key in (a, b)}, {@code key notin (a,
 * b)}. Spaces do not matter. The numeric {@code >} and {@code <} are not supported.
 */
final class LabelSelectorParser {
  private static final String VALUE = "([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?";
  private static final int VALUE_LENGTH_MAX = 63;

  private final String text;
  private int at;

  LabelSelectorParser(String text) {
    this.text = text;
  }

  LabelSelector parse() {
    List<Requirement> requirements = new ArrayList<>();
    skipSpaces();
    if (at == text.length()) {
      return new LabelSelector(requirements);
    }
    requirements.add(requirement());
    while (take(",")) {
      requirements.add(requirement());
    }
    if (at < text.length()) {
      throw error("unexpected \"" + text.charAt(at) + "\" (expected: ',' or the end)");
    }
    return new LabelSelector(requirements);
  }

  private Requirement requirement() {
    if (take("!")) {
      return new Requirement(key(), Operator.ABSENT, Set.of());
    }
    LabelKey key = key();
    if (take("==") || take("=")) {
      return new Requirement(key, Operator.IN, Set.of(value()));
    }
    if (take("!=")) {
      return new Requirement(key, Operator.NOT_IN, Set.of(value()));
    }
    if (at == text.length() || text.charAt(at) == ',') {
      return new Requirement(key, Operator.EXISTS, Set.of());
    }
    int start = at;
    String word = word();
    return switch (word) {
      case "in" -> new Requirement(key, Operator.IN, values());
      case "notin" -> new Requirement(key, Operator.NOT_IN, values());
      default -> {
        at = start;
        throw error("unknown operator (expected: '=', '==', '!=', 'in' or 'notin')");
      }
    };
  }

  private LabelKey key() {
    skipSpaces();
    int start = at;
    String word = word();
    if (word.isEmpty()) {
      throw error("no key (expected: a label key)");
    }
    try {
      return LabelKey.parse(word);
    } catch (IllegalArgumentException e) {
      at = start;
      throw error(String.valueOf(e.getMessage()));
    }
  }

  private Set<String> values() {
    if (!take("(")) {
      throw error("no '(' (expected: a list like (a, b))");
    }
    Set<String> values = new LinkedHashSet<>();
    do {
      values.add(value());
    } while (take(","));
    if (!take(")")) {
      throw error("no ')' (expected: a list like (a, b))");
    }
    return values;
  }

  private String value() {
    skipSpaces();
    int start = at;
    String value = word();
    if (!value.matches(VALUE) || value.length() > VALUE_LENGTH_MAX) {
      at = start;
      throw error("value \"" + value + "\" (expected: at most 63 letters, digits, '-_.')");
    }
    return value;
  }

  /** A run of characters without a meaning of their own, and the spaces after it. */
  private String word() {
    int start = at;
    while (at < text.length() && " \t,()=!<>".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    skipSpaces();
    return word;
  }

  private boolean take(String token) {
    skipSpaces();
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    skipSpaces();
    return true;
  }

  private void skipSpaces() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private IllegalArgumentException error(String reason) {
    return new IllegalArgumentException("at column " + (at + 1) + ": " + reason);
  }
}
