package io.weir.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was written, before anyone asks what it should be. Immutable. */
sealed interface Tree {
  Place place();

  /** Text, whatever type YAML would guess. */
  record Scalar(Place place, String text) implements Tree {}

  /** A key without a value, or {@code null}. */
  record Nothing(Place place) implements Tree {}

  /** A list. */
  record Sequence(Place place, List<Tree> items) implements Tree {}

  /** Keys and values in the order of the file; a key may wrongly occur twice. */
  record Mapping(Place place, List<Entry> entries) implements Tree {
    Optional<Entry> find(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    /**
     * The same with {@code value} at the end of {@code path}. Where a section should be and
     * something else is, nothing changes: that is a problem of its own.
     */
    Mapping with(List<String> path, Tree value) {
      String key = path.get(0);
      Tree old = find(key).map(Entry::value).orElseGet(() -> new Nothing(value.place()));
      Tree changed = value;
      if (path.size() > 1) {
        if (old instanceof Nothing) {
          changed = new Mapping(value.place(), List.of()).with(path.subList(1, path.size()), value);
        } else if (old instanceof Mapping section) {
          changed = section.with(path.subList(1, path.size()), value);
        } else {
          changed = old;
        }
      }
      return replace(key, changed);
    }

    private Mapping replace(String key, Tree value) {
      List<Entry> changed = new ArrayList<>(entries);
      changed.removeIf(entry -> entry.key().equals(key));
      changed.add(new Entry(key, find(key).map(Entry::place).orElse(value.place()), value));
      return new Mapping(place, List.copyOf(changed));
    }
  }

  /** One key with its value. */
  record Entry(String key, Place place, Tree value) {}
}
