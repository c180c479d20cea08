package io.weir.config;

import io.weir.config.Tree.Mapping;
import io.weir.config.Tree.Scalar;
import io.weir.config.Tree.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A YAML file of keys with plain values, for programs that share the file with others: keys are not
 * checked, and what is nested is there by name only.
 *
 * @param entries in the order of the file
 */
public record FlatYaml(List<Entry> entries) {
  /**
   * One key of the file.
   *
   * @param key as written
   * @param line of the key, from 1
   * @param values the plain value, or those of a list; absent for sections, lists of other things
   *     and a key without a value
   */
  public record Entry(String key, int line, Optional<List<String>> values) {}

  /** A file without keys. */
  public static final FlatYaml EMPTY = new FlatYaml(List.of());

  public FlatYaml {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a file's text.
   *
   * @param file its name, for messages
   * @throws ConfigException if it is not YAML, or no mapping
   */
  public static FlatYaml read(String file, String text) throws ConfigException {
    Problems problems = new Problems();
    Mapping mapping = YamlFile.read(text, problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(file, problems.inOrder());
    }
    return new FlatYaml(
        mapping.entries().stream()
            .map(entry -> new Entry(entry.key(), entry.place().line(), values(entry.value())))
            .toList());
  }

  private static Optional<List<String>> values(Tree value) {
    if (value instanceof Scalar scalar) {
      return Optional.of(List.of(scalar.text()));
    }
    if (!(value instanceof Sequence sequence)) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (Tree item : sequence.items()) {
      if (!(item instanceof Scalar scalar)) {
        return Optional.empty();
      }
      texts.add(scalar.text());
    }
    return Optional.of(List.copyOf(texts));
  }

  /** The entry of {@code key}; the first, should the file name it twice. */
  public Optional<Entry> find(String key) {
    return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
  }
}
