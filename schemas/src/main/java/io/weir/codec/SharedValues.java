package io.weir.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What bytes that come again and again were read as: node names, endpoints of pods, TCP flags. Each
 * sequence of bytes has one place of {@value #PLACES}, and the last one of those that share a place
 * holds it, so memory is bounded and what is not found is merely read again.
 *
 * <p>Safe for use by several threads without a lock: an entry never changes after it was made, and
 * a lost one costs a reading.
 *
 * @param <V> immutable values
 */
final class SharedValues<V> {
  /** Longer ones are not kept. */
  static final int LENGTH_MAX = 512;

  private static final int PLACES = 1 << 15;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long FACTOR = 0x9e3779b97f4a7c15L;

  /** What a place holds; never changes. */
  private static final class Kept<V> {
    private final byte[] bytes;
    private final V value;

    Kept(byte[] bytes, V value) {
      this.bytes = bytes;
      this.value = value;
    }

    boolean isOf(byte[] other, int from, int length) {
      return Arrays.equals(bytes, 0, bytes.length, other, from, from + length);
    }
  }

  /** Reads bytes that are not known yet. */
  interface Reading<V> {
    V read(byte[] bytes, int from, int length) throws IOException;
  }

  private final @Nullable Kept<V>[] places;
  private final Reading<V> reading;

  @SuppressWarnings({
    "unchecked",
    "rawtypes"
  }) // an array of a generic type cannot be made otherwise
  SharedValues(Reading<V> reading) {
    this.places = new Kept[PLACES];
    this.reading = reading;
  }

  /** What the bytes read as. */
  V of(byte[] bytes, int from, int length) throws IOException {
    if (length > LENGTH_MAX) {
      return reading.read(bytes, from, length);
    }
    int place = place(bytes, from, length);
    Kept<V> kept = places[place];
    if (kept != null && kept.isOf(bytes, from, length)) {
      return kept.value;
    }
    V value = reading.read(bytes, from, length);
    places[place] = new Kept<>(Arrays.copyOfRange(bytes, from, from + length), value);
    return value;
  }

  private static int place(byte[] bytes, int from, int length) {
    long hash = length;
    int at = from;
    int end = from + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = (hash ^ (long) LONGS.get(bytes, at)) * FACTOR;
      hash ^= hash >>> 29;
    }
    for (; at < end; at++) {
      hash = (hash ^ bytes[at]) * FACTOR;
    }
    return (int) (hash >>> 40) & (PLACES - 1);
  }
}
