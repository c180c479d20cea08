package io.weir.config;

import io.weir.config.Tree.Entry;
import io.weir.config.Tree.Mapping;
import io.weir.config.Tree.Nothing;
import io.weir.config.Tree.Scalar;
import io.weir.config.Tree.Sequence;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills records from a {@link Tree}. Goes on after a problem, with the default in place of the bad
 * value, so that the rules of the whole record are still asked. An empty result means that a
 * problem was recorded.
 */
final class Binder {
  /** What constructors say: {@code queueSizeMax: 0 (expected: >= 1 flow)}; kebab case will do. */
  private static final Pattern RULE = Pattern.compile("([\\w-]+): (.*)", Pattern.DOTALL);

  private static final Pattern EXPECTED = Pattern.compile("\\(expected: .*\\)$", Pattern.DOTALL);
  private static final int SHOWN_MAX = 80;

  private final Problems problems;

  Binder(Problems problems) {
    this.problems = problems;
  }

  /** The record that {@code section} describes on top of {@code defaults}. */
  Optional<Record> record(
      Class<? extends Record> type, Optional<Record> defaults, Mapping written, String path) {
    Mapping section = inKebabCase(type, written);
    boolean good = checkKeys(type, section, path);
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    boolean complete = true;
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      Optional<Object> fallback = defaults.map(record -> Records.get(record, component));
      Optional<?> value = component(component, fallback, section, path);
      good &= value.isPresent();
      complete &= value.isPresent() || fallback.isPresent();
      values[i] = value.isPresent() ? value.get() : fallback.orElse(null);
    }
    if (!complete) {
      return Optional.empty();
    }
    try {
      Record record = Records.make(type, values);
      return good ? Optional.of(record) : Optional.empty();
    } catch (IllegalArgumentException rule) {
      addRule(rule, components, section, path);
      return Optional.empty();
    }
  }

  /** People paste {@code periodSeconds} from manifests: a component's own spelling will do too. */
  private static Mapping inKebabCase(Class<? extends Record> type, Mapping written) {
    Set<String> own = new HashSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      own.add(component.getName());
    }
    return new Mapping(
        written.place(),
        written.entries().stream()
            .map(
                entry ->
                    own.contains(entry.key())
                        ? new Entry(Spelling.kebab(entry.key()), entry.place(), entry.value())
                        : entry)
            .toList());
  }

  private boolean checkKeys(Class<? extends Record> type, Mapping section, String path) {
    List<String> known = Shape.keys(type);
    Set<String> seen = new HashSet<>();
    boolean good = true;
    for (Entry entry : section.entries()) {
      String key = join(path, entry.key());
      if (!known.contains(entry.key())) {
        problems.add(entry.place(), key, unknownKey(type, entry.key(), known));
        good = false;
      } else if (!seen.add(entry.key())) {
        problems.add(entry.place(), key, "given twice (expected: once)");
        good = false;
      }
    }
    return good;
  }

  private static String unknownKey(Class<? extends Record> type, String key, List<String> known) {
    for (RecordComponent component : type.getRecordComponents()) {
      Renamed renamed = component.getAnnotation(Renamed.class);
      if (renamed != null && Arrays.asList(renamed.value()).contains(key)) {
        return "renamed (write \"" + Spelling.kebab(component.getName()) + "\")";
      }
    }
    return Spelling.nearest(key, known)
        .map(meant -> "unknown key (did you mean \"" + meant + "\"?)")
        .orElse("unknown key (expected: one of " + String.join(", ", known) + ")");
  }

  private Optional<?> component(
      RecordComponent component, Optional<Object> fallback, Mapping section, String path) {
    String key = Spelling.kebab(component.getName());
    Shape shape = Shape.of(component);
    Optional<Entry> entry = section.find(key);
    if (entry.isPresent()) {
      boolean secret = component.isAnnotationPresent(Secret.class);
      return value(shape, fallback, entry.get(), join(path, key), secret);
    }
    Optional<Object> value = fallback.or(() -> empty(shape));
    if (value.isEmpty()) {
      problems.add(
          section.place(), join(path, key), "missing (expected: " + shape.expected() + ")");
    }
    return value;
  }

  /** What an absent key means where there is no default. */
  private static Optional<Object> empty(Shape shape) {
    if (shape instanceof Shape.Maybe) {
      return Optional.of(Optional.empty());
    }
    if (shape instanceof Shape.Items) {
      return Optional.of(List.of());
    }
    return shape instanceof Shape.Named ? Optional.of(Map.of()) : Optional.empty();
  }

  private Optional<?> value(
      Shape shape, Optional<Object> fallback, Entry entry, String path, boolean secret) {
    if (shape instanceof Shape.Scalar scalar) {
      return scalar(scalar.type(), entry, path, secret);
    }
    if (shape instanceof Shape.Maybe maybe) {
      Optional<Object> inside = fallback.flatMap(value -> (Optional<?>) value);
      return entry.value() instanceof Nothing
          ? Optional.of(Optional.empty())
          : value(maybe.value(), inside, entry, path, secret).map(Optional::of);
    }
    if (shape instanceof Shape.Items items) {
      return items(items.item(), entry, path, secret);
    }
    if (shape instanceof Shape.Named named) {
      return named(named.value(), entry, path, secret);
    }
    return section(((Shape.Section) shape).type(), fallback, entry, path);
  }

  private Optional<?> scalar(ScalarType type, Entry entry, String path, boolean secret) {
    Tree value = entry.value();
    if (value instanceof Scalar scalar) {
      Optional<?> parsed = type.parse().apply(scalar.text());
      if (parsed.isEmpty()) {
        problems.add(scalar.place(), path, expected(shown(scalar.text(), secret), type));
      }
      return parsed;
    }
    problems.add(entry.place(), path, expected(describe(value), type));
    return Optional.empty();
  }

  private static String expected(String value, ScalarType type) {
    return value + " (expected: " + type.expected() + ")";
  }

  private static String shown(String text, boolean secret) {
    if (secret) {
      return "***";
    }
    if (text.isEmpty()) {
      return "\"\"";
    }
    return text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
  }

  private static String describe(Tree value) {
    if (value instanceof Mapping) {
      return "a section";
    }
    return value instanceof Sequence ? "a list" : "nothing";
  }

  private Optional<?> section(
      Class<? extends Record> type, Optional<Object> fallback, Entry entry, String path) {
    Optional<Record> defaults =
        fallback.map(value -> (Record) value).or(() -> Records.defaultOf(type));
    Tree value = entry.value();
    if (value instanceof Mapping section) {
      return record(type, defaults, new Mapping(entry.place(), section.entries()), path);
    }
    if (value instanceof Nothing) {
      return record(type, defaults, new Mapping(entry.place(), List.of()), path);
    }
    return refuse(new Shape.Section(type), entry, path);
  }

  private Optional<?> items(Shape shape, Entry entry, String path, boolean secret) {
    List<Tree> items;
    if (entry.value() instanceof Sequence sequence) {
      items = sequence.items();
    } else if (entry.value() instanceof Scalar scalar && scalar.place().isVariable()) {
      items = split(scalar);
    } else if (entry.value() instanceof Nothing) {
      items = List.of();
    } else {
      return refuse(new Shape.Items(shape), entry, path);
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Entry item = new Entry("", items.get(i).place(), items.get(i));
      value(shape, Optional.empty(), item, path + "[" + i + "]", secret).ifPresent(values::add);
    }
    return values.size() == items.size() ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  /** A variable holds a list as {@code a,b,c}. */
  private static List<Tree> split(Scalar list) {
    return Arrays.stream(list.text().split(","))
        .map(String::strip)
        .<Tree>map(item -> new Scalar(list.place(), item))
        .toList();
  }

  private Optional<?> named(Shape shape, Entry entry, String path, boolean secret) {
    if (entry.value() instanceof Nothing) {
      return Optional.of(Map.of());
    }
    if (!(entry.value() instanceof Mapping section)) {
      return refuse(new Shape.Named(shape), entry, path);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    boolean good = true;
    for (Entry named : section.entries()) {
      String key = join(path, named.key());
      Optional<?> value = value(shape, Optional.empty(), named, key, secret);
      good &= value.isPresent();
      if (value.isPresent() && values.put(named.key(), value.get()) != null) {
        problems.add(named.place(), key, "given twice (expected: once)");
        good = false;
      }
    }
    return good ? Optional.of(Collections.unmodifiableMap(values)) : Optional.empty();
  }

  private Optional<?> refuse(Shape shape, Entry entry, String path) {
    String value =
        entry.value() instanceof Scalar scalar
            ? shown(scalar.text(), false)
            : describe(entry.value());
    problems.add(entry.place(), path, value + " (expected: " + shape.expected() + ")");
    return Optional.empty();
  }

  /** A rule that names a component belongs to that key's line, any other to the section's. */
  private void addRule(
      IllegalArgumentException rule, RecordComponent[] components, Mapping section, String path) {
    String message = String.valueOf(rule.getMessage());
    Matcher named = RULE.matcher(message);
    if (named.matches()) {
      for (RecordComponent component : components) {
        String key = Spelling.kebab(component.getName());
        if (key.equals(Spelling.kebab(named.group(1)))) {
          Place place =
              section.find(key).map(entry -> entry.value().place()).orElse(section.place());
          problems.add(place, join(path, key), hidden(component, named.group(2)));
          return;
        }
      }
    }
    problems.add(section.place(), path, message);
  }

  private static String hidden(RecordComponent component, String message) {
    if (!component.isAnnotationPresent(Secret.class)) {
      return message;
    }
    Matcher expected = EXPECTED.matcher(message);
    return expected.find() ? "*** " + expected.group() : "***";
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
