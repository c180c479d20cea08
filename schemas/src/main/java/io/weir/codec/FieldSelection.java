package io.weir.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which fields of a message are wanted, and of the messages in it, as a field mask says it: {@code
 * flow.IP.source} is one field, {@code flow.l4} everything in it. Immutable.
 */
final class FieldSelection {
  /** Every field. */
  static final FieldSelection ALL = new FieldSelection(Map.of());

  private final Map<String, FieldSelection> fields;

  private FieldSelection(Map<String, FieldSelection> fields) {
    this.fields = Map.copyOf(fields);
  }

  /**
   * @param paths field names with dots between them
   */
  static FieldSelection of(List<String> paths) {
    Map<String, FieldSelection> fields = new HashMap<>();
    for (String path : paths) {
      int dot = path.indexOf('.');
      String first = dot < 0 ? path : path.substring(0, dot);
      if (!fields.containsKey(first)) {
        fields.put(first, below(first, paths));
      }
    }
    return new FieldSelection(fields);
  }

  private static FieldSelection below(String field, List<String> paths) {
    if (paths.contains(field)) {
      return ALL;
    }
    return of(
        paths.stream()
            .filter(path -> path.startsWith(field + "."))
            .map(path -> path.substring(field.length() + 1))
            .toList());
  }

  /** What is wanted within a field; empty when it is not wanted at all. */
  Optional<FieldSelection> within(String field) {
    return this == ALL ? Optional.of(ALL) : Optional.ofNullable(fields.get(field));
  }

  /** The fields named here that {@code known} does not have. */
  List<String> unknown(java.util.function.Predicate<String> known) {
    return fields.keySet().stream().filter(known.negate()).sorted().toList();
  }
}
