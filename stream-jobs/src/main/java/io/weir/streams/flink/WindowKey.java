package io.weir.streams.flink;

import io.weir.streams.edge.Interned;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * What windows are about, one text for equal keys: sums, timers and hashes of what was written hold
 * a key each.
 *
 * @param <I> the deltas
 */
final class WindowKey<I> implements KeySelector<I, String> {
  private static final long serialVersionUID = 1L;

  private static final int PLACES = 1 << 16;

  private final WindowFold<I, ?> fold;

  private transient @Nullable Interned<String> known;

  WindowKey(WindowFold<I, ?> fold) {
    this.fold = fold;
  }

  @Override
  public String getKey(I delta) {
    if (known == null) {
      known = new Interned<>(PLACES);
    }
    return known.of(fold.key(delta));
  }
}
