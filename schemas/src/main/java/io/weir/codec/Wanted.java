package io.weir.codec;

import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which fields of a message are wanted, and of the messages in it. Filled once, then only read. */
final class Wanted {
  /** The slot of a message that is wanted for its fields alone. */
  static final int NO_SLOT = -1;

  private final TreeMap<String, Wanted> fields = new TreeMap<>();
  private int slot = NO_SLOT;
  private boolean shared;

  /** Adds a field of the message. */
  void add(FieldReader.Field field) {
    Wanted at = this;
    for (String name : field.path().split("\\.", -1)) {
      at = at.fields.computeIfAbsent(name, unused -> new Wanted());
    }
    at.slot = field.slot();
    at.shared = field.shared();
  }

  /** What is wanted of a field; null when nothing is. */
  @Nullable Wanted field(String name) {
    return fields.get(name);
  }

  int slot() {
    return slot;
  }

  boolean isShared() {
    return shared;
  }

  /** True when some fields within are wanted rather than everything. */
  boolean isPart() {
    return !fields.isEmpty();
  }

  /**
   * @throws IllegalArgumentException if one of the fields is not {@code known}
   */
  void requireKnown(Predicate<String> known, String message) {
    var unknown = fields.keySet().stream().filter(known.negate()).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("fields: " + unknown + " (expected: of " + message + ")");
    }
  }
}
