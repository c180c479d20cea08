package io.weir.config;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Prints a tree of records as the YAML that {@link ConfigReader} reads. What differs from the
 * defaults says so in a comment; secrets are {@code ***}, which is the one thing that does not read
 * back.
 */
public final class ConfigPrinter {
  private static final Pattern PLAIN = Pattern.compile("[\\w/.](?:[\\w/.@:+=-]*[\\w/.@+=-])?");

  private final StringBuilder out = new StringBuilder();

  private ConfigPrinter() {}

  /** The configuration as YAML, every key of it. */
  public static <R extends Record> String print(R config, R defaults) {
    ConfigPrinter printer = new ConfigPrinter();
    printer.section(config, Optional.of(defaults), 0);
    return printer.out.toString();
  }

  private void section(Record config, Optional<Record> defaults, int depth) {
    for (RecordComponent component : config.getClass().getRecordComponents()) {
      Object value = Records.get(config, component);
      Optional<Object> standard = defaults.map(record -> Records.get(record, component));
      boolean secret = component.isAnnotationPresent(Secret.class);
      entry(Spelling.kebab(component.getName()), value, standard, depth, component, secret);
    }
  }

  private void entry(
      String key,
      Object value,
      Optional<Object> standard,
      int depth,
      RecordComponent component,
      boolean secret) {
    if (value instanceof Optional<?> maybe) {
      Optional<Object> inside = standard.flatMap(other -> (Optional<?>) other);
      if (maybe.isPresent()) {
        entry(key, maybe.get(), inside, depth, component, secret);
      } else {
        line(depth, "# " + key + ":", "");
      }
    } else if (value instanceof Record record) {
      line(depth, quoted(key) + ":", "");
      section(record, standard.map(other -> (Record) other), depth + 1);
    } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      line(depth, quoted(key) + ":", "");
      map.forEach(
          (name, item) ->
              entry(name.toString(), item, Optional.empty(), depth + 1, component, secret));
    } else if (value instanceof List<?> list && list.stream().anyMatch(Record.class::isInstance)) {
      line(depth, quoted(key) + ":", "");
      list.forEach(item -> item((Record) item, depth + 1));
    } else {
      String text = text(value, component, secret);
      String comment =
          standard
              .filter(other -> !other.equals(value))
              .map(other -> "  # default: " + text(other, component, secret))
              .orElse("");
      line(depth, quoted(key) + ": " + text, comment);
    }
  }

  /** A section in a list: its first key stands behind the dash. */
  private void item(Record record, int depth) {
    int start = out.length();
    section(record, Optional.empty(), depth + 1);
    int dash = start + 2 * depth;
    out.replace(dash, dash + 1, "-");
  }

  private static String text(Object value, RecordComponent component, boolean secret) {
    if (value instanceof List<?> list) {
      return list.stream()
          .map(item -> text(item, component, secret))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?>) {
      return "{}";
    }
    if (secret) {
      return "\"***\"";
    }
    if (value instanceof Duration duration) {
      return Quantity.print(duration);
    }
    if (value instanceof Long bytes && component.getName().endsWith("Bytes")) {
      return Quantity.print(bytes);
    }
    if (value instanceof Enum<?> constant) {
      return Spelling.kebab(constant.name());
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : quoted(value instanceof Path path ? path.toString() : value.toString());
  }

  /** Plain where nothing in it means something to YAML. */
  private static String quoted(String text) {
    if (PLAIN.matcher(text).matches() && !text.equalsIgnoreCase("null")) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        quoted.append("\\x%02x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private void line(int depth, String text, String comment) {
    out.append("  ".repeat(depth)).append(text).append(comment).append('\n');
  }
}
