package io.weir.relay.observe.filter;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One field of {@code flow.FlowFilter} and what its values mean.
 *
 * @param title what Hubble calls it in errors, for example {@code source pod}
 * @param path the field's name in the proto
 * @param values reads the field
 * @param compiler turns one value into a test
 */
record FilterField<V>(
    String title,
    String path,
    Function<FlowFilter, ? extends List<? extends V>> values,
    Compiler<V> compiler) {

  /** Turns one value of a field into a test of flows. */
  @FunctionalInterface
  interface Compiler<V> {
    /**
     * Compiles {@code value}.
     *
     * @throws IllegalArgumentException with the reason alone; the caller adds name and position
     */
    Predicate<Flow> compile(V value);
  }

  /** A field whose values need no checking. */
  static <V> FilterField<V> of(
      String title,
      String path,
      Function<FlowFilter, ? extends List<? extends V>> values,
      Compiler<V> compiler) {
    return new FilterField<>(title, path, values, compiler);
  }

  /**
   * Adds the test that one of the field's values fits; nothing when the field is not set.
   *
   * @param position of the filter in the request, for example {@code whitelist[0]}
   */
  void addTo(List<Predicate<Flow>> all, FlowFilter filter, String position) {
    List<? extends V> given = values.apply(filter);
    if (given.isEmpty()) {
      return;
    }
    if (given.size() > FilterLimits.VALUES_MAX) {
      throw new InvalidFilterException(
          title,
          given.size() + " values",
          position + "." + path,
          new LimitExceededException(
              "values", "too many (expected: at most " + FilterLimits.VALUES_MAX + ")"));
    }
    List<Predicate<Flow>> any = new ArrayList<>(given.size());
    for (int i = 0; i < given.size(); i++) {
      any.add(compile(given.get(i), position + "." + path + "[" + i + "]"));
    }
    all.add(AnyOf.of(any));
  }

  private Predicate<Flow> compile(V value, String position) {
    String text = value.toString();
    try {
      if (value instanceof String string && string.length() > FilterLimits.TEXT_LENGTH_MAX) {
        throw new LimitExceededException(
            "text_length",
            "too long (expected: at most " + FilterLimits.TEXT_LENGTH_MAX + " characters)");
      }
      return compiler.compile(value);
    } catch (InvalidFilterException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidFilterException(title, text.strip(), position, e);
    }
  }
}
