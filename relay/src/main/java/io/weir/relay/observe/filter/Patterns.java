package io.weir.relay.observe.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.weir.hubble.flow.Flow;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/** Regular expressions (RE2, linear time) and host patterns. */
final class Patterns {
  private Patterns() {}

  /** Unanchored match of a regular expression in a text of the flow; empty texts are no match. */
  static Predicate<Flow> regex(String value, Predicate<Flow> has, Function<Flow, String> text) {
    Pattern pattern = compile(value);
    return flow -> has.test(flow) && pattern.matcher(text.apply(flow)).find();
  }

  /** The exception's message is the reason alone. */
  static Pattern compile(String regex) {
    if (regex.length() > FilterLimits.REGEX_LENGTH_MAX) {
      throw new LimitExceededException(
          "regex_length",
          "too long (expected: at most " + FilterLimits.REGEX_LENGTH_MAX + " characters)");
    }
    if (RegexCost.of(regex) > FilterLimits.REGEX_PROGRAM_MAX) {
      throw new LimitExceededException(
          "regex_program",
          "repeats too much (expected: at most "
              + FilterLimits.REGEX_PROGRAM_MAX
              + " instructions when the repetitions are written out)");
    }
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "at column "
              + column(regex, e.getPattern())
              + ": "
              + e.getDescription()
              + " (expected: RE2 syntax)",
          e);
    }
  }

  /** Where the part that RE2 complains of begins; the end if it is all of it: something misses. */
  private static int column(String regex, String part) {
    int at = part.equals(regex) ? regex.length() : regex.indexOf(part);
    return Math.max(0, at) + 1;
  }

  /**
   * A host name in which {@code *} stands for any run of letters, digits, {@code -} and {@code .};
   * matches the whole name. Case and a closing dot of the pattern do not matter.
   */
  static Pattern host(String value) {
    String host = value.strip().toLowerCase(Locale.ROOT);
    host = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (host.isEmpty()) {
      throw new IllegalArgumentException("empty (expected: a host name, * as wildcard)");
    }
    if (!host.matches("[-a-z0-9.*]+")) {
      throw new IllegalArgumentException(
          "character that a host name cannot have (expected: letters, digits, '-', '.', '*')");
    }
    return wildcard(host, "[-a-zA-Z0-9.]*");
  }

  /** The pattern in which {@code *} stands for {@code run} and everything else for itself. */
  static Pattern wildcard(String text, String run) {
    StringBuilder regex = new StringBuilder();
    String separator = "";
    for (String literal : text.split("\\*", -1)) {
      regex.append(separator).append(Pattern.quote(literal));
      separator = run;
    }
    return compile(regex.toString());
  }
}
