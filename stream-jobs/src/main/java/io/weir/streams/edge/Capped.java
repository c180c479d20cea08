package io.weir.streams.edge;

import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/**
 * Sums of sorted maps that keep a bounded number of keys and fold the rest into one.
 *
 * <p>Which keys stay must not depend on the order of events, or replays would differ. So the keys
 * with the smallest hash stay: a key that survives in the union survived in every part, hence its
 * sum is complete, and the operation is associative and commutative. A hash rather than the
 * alphabet, so that {@code /a…} is not favoured.
 */
public final class Capped {
  private Capped() {}

  /**
   * Adds both maps key by key. A key whose counts were all taken back is left out.
   *
   * @param isNone holds for sums that count nothing
   * @param max how many keys besides {@code rest} are kept
   * @param rest the key that takes the sums of all others
   */
  public static <K extends Comparable<K>, V> SortedMap<K, V> sum(
      SortedMap<K, V> a,
      SortedMap<K, V> b,
      BinaryOperator<V> plus,
      Predicate<V> isNone,
      int max,
      K rest) {
    if (b.isEmpty()) {
      return a;
    }
    if (a.isEmpty()) {
      return b;
    }
    TreeMap<K, V> sum = new TreeMap<>(a);
    b.forEach(
        (key, value) -> {
          if (isNone.test(sum.merge(key, value, plus))) {
            sum.remove(key);
          }
        });
    while (sum.size() - (sum.containsKey(rest) ? 1 : 0) > max) {
      K last =
          sum.keySet().stream()
              .filter(key -> !key.equals(rest))
              .max(Comparator.<K>comparingInt(Capped::rank).thenComparing(key -> key))
              .orElseThrow();
      V evicted = sum.remove(last);
      sum.merge(rest, evicted, plus);
    }
    return Collections.unmodifiableSortedMap(sum);
  }

  /** Spreads the bits: equal prefixes give neighbouring hash codes. */
  private static int rank(Object key) {
    return key.toString().hashCode() * 0x9E3779B9;
  }
}
