package io.weir.streams.edge;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one instance of equal values, so that many connections share it. Each value has one place
 * of so many; the last one of those that share a place holds it. What is not found is merely not
 * shared. Confined to one thread, or of values whose fields are final, as those of texts are.
 *
 * @param <T> immutable values
 */
public final class Interned<T> {
  private final @Nullable Object[] kept;

  /**
   * @param places a power of two
   */
  public Interned(int places) {
    if (Integer.bitCount(places) != 1) {
      throw new IllegalArgumentException("places: " + places + " (expected: a power of two)");
    }
    kept = new Object[places];
  }

  /** {@code value}, or what equals it. */
  @SuppressWarnings("unchecked") // equal to a value of the type, hence of the type
  public T of(T value) {
    int hash = value.hashCode();
    int place = (hash ^ hash >>> 15) & (kept.length - 1);
    Object known = kept[place];
    if (Objects.equals(known, value)) {
      return (T) known;
    }
    kept[place] = value;
    return value;
  }
}
