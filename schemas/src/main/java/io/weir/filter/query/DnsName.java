package io.weir.filter.query;

import java.util.Locale;
import java.util.Optional;

/**
 * A name in DNS queries: with {@code *} for any run of characters, or as a regular expression
 * between slashes. The API has expressions alone, on a text that ends with a dot.
 */
final class DnsName {
  private DnsName() {}

  static Optional<String> canonical(String typed) {
    if (isRegex(typed)) {
      return Values.regex(inner(typed)).map(regex -> typed);
    }
    String name = typed.toLowerCase(Locale.ROOT);
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return name.matches("[a-z0-9_*.-]+") ? Optional.of(name) : Optional.empty();
  }

  /** What the API wants: names whole and in any case, expressions anywhere in the query. */
  static String regex(String canonical) {
    return isRegex(canonical)
        ? inner(canonical)
        : "(?i)^" + canonical.replace(".", "\\.").replace("*", ".*") + "\\.?$";
  }

  private static boolean isRegex(String text) {
    return text.length() > 2 && text.startsWith("/") && text.endsWith("/");
  }

  private static String inner(String text) {
    return text.substring(1, text.length() - 1);
  }
}
