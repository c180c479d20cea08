package io.weir.filter.query;

import io.weir.filter.GivenFilter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One condition of a query: the flow has any of the values, or with {@code not} none of them.
 *
 * @param not whether the flows that match are left out
 * @param key what is looked at
 * @param values canonical, at least one, each once
 */
public record Term(boolean not, Key key, List<String> values) {
  public Term {
    values = values.stream().distinct().toList();
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values: none (expected: one at least)");
    }
  }

  /** The same as flags of {@code observe}. */
  List<GivenFilter> given() {
    return values.stream().map(value -> key.given(value, not)).toList();
  }

  /** As it is typed. */
  public String text() {
    return values.stream()
        .map(Quoting::quote)
        .collect(Collectors.joining(",", (not ? "not " : "") + key.name() + ":", ""));
  }
}
