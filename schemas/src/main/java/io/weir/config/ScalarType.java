package io.weir.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How one piece of text becomes a value.
 *
 * @param expected the rule, for people
 * @param parse empty when the text breaks the rule
 */
record ScalarType(String expected, Function<String, Optional<?>> parse) {
  private static final ScalarType TEXT = new ScalarType("a text", Optional::of);
  private static final ScalarType BOOLEAN =
      new ScalarType("true or false", ScalarType::parseBoolean);
  private static final ScalarType INT =
      new ScalarType(
          "a whole number of at most " + Integer.MAX_VALUE,
          number(text -> Integer.valueOf(text.replace("_", ""))));
  private static final ScalarType LONG =
      new ScalarType("a whole number", number(text -> Long.valueOf(text.replace("_", ""))));
  private static final ScalarType DOUBLE = new ScalarType("a number", number(Double::valueOf));
  private static final ScalarType DURATION = new ScalarType(Quantity.DURATION, Quantity::duration);
  private static final ScalarType BYTES = new ScalarType(Quantity.BYTES, Quantity::bytes);
  private static final ScalarType PATH = new ScalarType("a path", ScalarType::parsePath);
  private static final ScalarType ADDRESS = new ScalarType("a URI", ScalarType::parseUri);

  /**
   * The rule for {@code type}; empty when it is not one piece of text.
   *
   * @param component whose name may end in {@code Bytes}, which makes a long a size
   */
  static Optional<ScalarType> of(Class<?> type, String component) {
    if (type.isEnum()) {
      return Optional.of(ofEnum(type));
    }
    if (type == long.class || type == Long.class) {
      return Optional.of(component.endsWith("Bytes") ? BYTES : LONG);
    }
    if (type == int.class || type == Integer.class) {
      return Optional.of(INT);
    }
    if (type == boolean.class || type == Boolean.class) {
      return Optional.of(BOOLEAN);
    }
    if (type == double.class || type == Double.class) {
      return Optional.of(DOUBLE);
    }
    if (type == String.class) {
      return Optional.of(TEXT);
    }
    if (type == Duration.class) {
      return Optional.of(DURATION);
    }
    if (type == Path.class) {
      return Optional.of(PATH);
    }
    return type == URI.class ? Optional.of(ADDRESS) : Optional.empty();
  }

  private static ScalarType ofEnum(Class<?> type) {
    List<Enum<?>> constants =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> (Enum<?>) constant)
            .collect(Collectors.toList());
    List<String> names =
        constants.stream().map(constant -> Spelling.kebab(constant.name())).toList();
    return new ScalarType(
        "one of " + String.join(", ", names),
        text -> {
          int index = names.indexOf(Spelling.kebab(text));
          return index < 0
              ? constants.stream().filter(c -> c.name().equalsIgnoreCase(text)).findFirst()
              : Optional.of(constants.get(index));
        });
  }

  private static Optional<Boolean> parseBoolean(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Function<String, Optional<?>> number(Function<String, ?> parse) {
    return text -> {
      try {
        return Optional.of(parse.apply(text));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    };
  }

  private static Optional<Path> parsePath(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Optional<URI> parseUri(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
