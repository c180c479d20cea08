package io.weir.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a record component can hold. */
sealed interface Shape {
  /** One piece of text. */
  record Scalar(ScalarType type) implements Shape {}

  /** A section: a record with keys of its own. */
  record Section(Class<? extends Record> type) implements Shape {}

  /** {@code Optional<T>}: absent when the key is. */
  record Maybe(Shape value) implements Shape {}

  /** {@code List<T>}. */
  record Items(Shape item) implements Shape {}

  /** {@code Map<String, T>}: the writer chooses the keys. */
  record Named(Shape value) implements Shape {}

  /**
   * @throws IllegalArgumentException if no configuration can be of this type: a mistake in the code
   */
  static Shape of(RecordComponent component) {
    return of(component.getGenericType(), component);
  }

  private static Shape of(Type type, RecordComponent component) {
    if (type instanceof Class<?> plain) {
      if (plain.isRecord()) {
        return new Section(plain.asSubclass(Record.class));
      }
      Optional<ScalarType> scalar = ScalarType.of(plain, component.getName());
      if (scalar.isPresent()) {
        return new Scalar(scalar.get());
      }
    }
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return new Maybe(of(arguments[0], component));
      }
      if (generic.getRawType() == List.class) {
        return new Items(of(arguments[0], component));
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return new Named(of(arguments[1], component));
      }
    }
    throw new IllegalArgumentException(
        "component: "
            + component.getDeclaringRecord().getSimpleName()
            + "."
            + component.getName()
            + " (expected: text, number, boolean, Duration, Path, URI, enum, record, or an"
            + " Optional, List or Map<String, ...> of them)");
  }

  /** The rule, for people. */
  default String expected() {
    if (this instanceof Scalar scalar) {
      return scalar.type().expected();
    }
    if (this instanceof Maybe maybe) {
      return maybe.value().expected();
    }
    if (this instanceof Items items) {
      return "a list, each " + items.item().expected();
    }
    if (this instanceof Section section) {
      return "a section with the keys " + String.join(", ", keys(section.type()));
    }
    return "a section of names";
  }

  /** The keys of a section, in the order of its components. */
  static List<String> keys(Class<?> record) {
    return Arrays.stream(record.getRecordComponents())
        .map(component -> Spelling.kebab(component.getName()))
        .toList();
  }
}
