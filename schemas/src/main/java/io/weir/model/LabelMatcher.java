package io.weir.model;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * One condition on the labels of an alert, as Alertmanager has them. A label that is not there is
 * empty. Regular expressions are RE2's, so that none takes long, and mean the whole value.
 * Immutable.
 */
public final class LabelMatcher {
  /** Longest text. */
  public static final int LENGTH_MAX = 500;

  private static final java.util.regex.Pattern FORM =
      java.util.regex.Pattern.compile(
          "([a-zA-Z_][a-zA-Z0-9_]*)(=~|!~|!=|=)(.*)", java.util.regex.Pattern.DOTALL);

  private final String label;
  private final String operator;
  private final String value;
  private final Optional<Pattern> pattern;

  private LabelMatcher(String label, String operator, String value, Optional<Pattern> pattern) {
    this.label = label;
    this.operator = operator;
    this.value = value;
    this.pattern = pattern;
  }

  /**
   * Reads {@code slo=checkout}, {@code severity!=page}, {@code slo=~"checkout.*"}, {@code
   * team!~a|b}.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public static LabelMatcher parse(String text) {
    Matcher parts = FORM.matcher(text.strip());
    if (text.length() > LENGTH_MAX || !parts.matches()) {
      throw new IllegalArgumentException(
          "matcher: "
              + text.substring(0, Math.min(text.length(), 60))
              + " (expected: label=value, label!=value, label=~regex or label!~regex, at most "
              + LENGTH_MAX
              + " characters)");
    }
    String value = unquoted(parts.group(3));
    String operator = parts.group(2);
    return new LabelMatcher(
        parts.group(1),
        operator,
        value,
        operator.endsWith("~") ? Optional.of(compile(text, value)) : Optional.empty());
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static Pattern compile(String text, String regex) {
    try {
      return Pattern.compile(regex, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "matcher: " + text + " (expected: a regular expression of RE2; " + e.getMessage() + ")",
          e);
    }
  }

  /** Whether the condition holds for these labels. */
  public boolean matches(Map<String, String> labels) {
    String actual = labels.getOrDefault(label, "");
    boolean is = pattern.map(regex -> regex.matches(actual)).orElseGet(() -> value.equals(actual));
    return is == operator.startsWith("=");
  }

  /** True when it holds for alerts that do not have the label, so that it may mean all. */
  public boolean matchesNothingness() {
    return matches(Map.of());
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return label + operator + value;
  }
}
