package io.weir.alerting.openslo;

import io.weir.config.Spelling;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads the fields of one YAML object. What is missing, of another kind, or unknown becomes a
 * finding; reading goes on. {@link #end} comes last: it tells of fields that nobody asked for.
 */
final class Fields {
  private final String file;
  private final String path;
  private final Findings findings;
  private final Place place;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Place> keys = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();

  private Fields(String file, String path, MappingNode node, Findings findings) {
    this.file = file;
    this.path = path;
    this.findings = findings;
    this.place = Place.of(file, node.getStartMark(), path);
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        findings.error(at(tuple.getKeyNode(), path), "a key is no text", "expected: a field name");
        continue;
      }
      String name = key.getValue();
      Place keyPlace = at(key, child(name));
      if (values.putIfAbsent(name, tuple.getValueNode()) != null) {
        findings.error(keyPlace, "stands here twice", "expected: each field once");
      }
      keys.putIfAbsent(name, keyPlace);
    }
  }

  /** The fields of {@code node}; empty, with a finding, when it is no object. */
  static Optional<Fields> of(String file, String path, Node node, Findings findings) {
    if (node instanceof MappingNode mapping) {
      return Optional.of(new Fields(file, path, mapping, findings));
    }
    findings.error(
        Place.of(file, node.getStartMark(), path), kind(node), "expected: an object with fields");
    return Optional.empty();
  }

  private Place at(Node node, String where) {
    return Place.of(file, node.getStartMark(), where);
  }

  private String child(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String kind(Node node) {
    if (node instanceof ScalarNode scalar) {
      return Tag.NULL.equals(scalar.getTag()) ? "is empty" : "is \"" + scalar.getValue() + "\"";
    }
    return node instanceof SequenceNode ? "is a list" : "is an object";
  }

  /** Where the object begins. */
  Place place() {
    return place;
  }

  /** Where a field stands, or would stand. */
  Place place(String name) {
    Place key = keys.get(name);
    return key == null ? new Place(place.file(), place.line(), place.column(), child(name)) : key;
  }

  boolean has(String name) {
    Node node = values.get(name);
    return node != null && !isNull(node);
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && Tag.NULL.equals(scalar.getTag());
  }

  private @Nullable Node value(String name) {
    asked.add(name);
    Node node = values.get(name);
    return node == null || isNull(node) ? null : node;
  }

  /** A field that must be there. */
  <T> Optional<T> required(String name, Function<String, Optional<T>> read) {
    if (!has(name)) {
      asked.add(name);
      findings.error(place(name), "missing", "required in this object");
      return Optional.empty();
    }
    return read.apply(name);
  }

  Optional<Located<String>> text(String name) {
    Node node = value(name);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar
        && (Tag.STR.equals(scalar.getTag()) || Tag.TIMESTAMP.equals(scalar.getTag()))) {
      return Optional.of(new Located<>(scalar.getValue(), at(node, child(name))));
    }
    findings.error(
        at(node, child(name)),
        kind(node),
        node instanceof ScalarNode ? "expected: a text; put it into quotes" : "expected: a text");
    return Optional.empty();
  }

  Optional<Located<BigDecimal>> number(String name) {
    Node node = value(name);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar
        && (Tag.INT.equals(scalar.getTag()) || Tag.FLOAT.equals(scalar.getTag()))) {
      try {
        return Optional.of(
            new Located<>(
                new BigDecimal(scalar.getValue().replace("_", "")), at(node, child(name))));
      } catch (NumberFormatException e) {
        // .inf, .nan and numbers of other bases: told below.
      }
    }
    findings.error(at(node, child(name)), kind(node), "expected: a number such as 0.999");
    return Optional.empty();
  }

  Optional<Located<Boolean>> bool(String name) {
    Node node = value(name);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar && Tag.BOOL.equals(scalar.getTag())) {
      return Optional.of(
          new Located<>(Boolean.parseBoolean(scalar.getValue()), at(node, child(name))));
    }
    findings.error(at(node, child(name)), kind(node), "expected: true or false");
    return Optional.empty();
  }

  Optional<Located<DurationShorthand>> duration(String name) {
    return text(name)
        .flatMap(
            text -> {
              var duration = DurationShorthand.parse(text.value());
              if (duration.isEmpty()) {
                findings.error(
                    text.place(),
                    "is \"" + text.value() + "\"",
                    "expected: an integer and one of m h d w M Q Y, such as 5m or 28d");
              }
              return duration.map(value -> new Located<>(value, text.place()));
            });
  }

  Optional<Fields> object(String name) {
    Node node = value(name);
    return node == null ? Optional.empty() : of(file, child(name), node, findings);
  }

  /** Objects of a list; empty when the field is absent. */
  List<Fields> objects(String name) {
    Node node = value(name);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      findings.error(at(node, child(name)), kind(node), "expected: a list");
      return List.of();
    }
    List<Fields> objects = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      of(file, child(name) + "[" + objects.size() + "]", element, findings).ifPresent(objects::add);
    }
    return objects;
  }

  /** A map of texts; a value may be a list, which {@code lists} allows. */
  Map<String, List<String>> texts(String name, boolean lists) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    object(name)
        .ifPresent(
            fields ->
                fields.values.forEach(
                    (key, node) -> {
                      if (node instanceof ScalarNode scalar) {
                        texts.put(key, List.of(scalar.getValue()));
                      } else if (lists && node instanceof SequenceNode sequence) {
                        texts.put(key, scalars(fields, key, sequence));
                      } else {
                        findings.error(fields.place(key), kind(node), "expected: a text");
                      }
                    }));
    return texts;
  }

  private List<String> scalars(Fields fields, String key, SequenceNode sequence) {
    List<String> texts = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      if (element instanceof ScalarNode scalar) {
        texts.add(scalar.getValue());
      } else {
        findings.error(fields.place(key), kind(element), "expected: texts in this list");
      }
    }
    return texts;
  }

  /** Names of all fields, for objects of free form. */
  Set<String> names() {
    return keys.keySet();
  }

  /** Takes a field of free form as it is. */
  void skip(String name) {
    asked.add(name);
  }

  /** Tells of the fields that nobody asked for. */
  void end() {
    for (Map.Entry<String, Place> key : keys.entrySet()) {
      if (!asked.contains(key.getKey())) {
        findings.error(
            key.getValue(),
            "unknown field",
            Spelling.nearest(key.getKey(), asked)
                .map(name -> "did you mean " + name + "?")
                .orElse("expected: one of " + String.join(", ", asked.stream().sorted().toList())));
      }
    }
  }
}
