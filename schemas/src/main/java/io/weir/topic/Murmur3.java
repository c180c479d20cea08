package io.weir.topic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The first half of MurmurHash3 x64 128 with seed 0. Guava has it as well, and makes five objects
 * for each hash; this is the key of every flow.
 */
final class Murmur3 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int BLOCK_BYTES = 16;
  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;

  private Murmur3() {}

  /** The hash of the first {@code length} bytes. */
  static long hash(byte[] bytes, int length) {
    long h1 = 0;
    long h2 = 0;
    int at = 0;
    for (; at + BLOCK_BYTES <= length; at += BLOCK_BYTES) {
      h1 ^= mixed1((long) LONGS.get(bytes, at));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= mixed2((long) LONGS.get(bytes, at + Long.BYTES));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    h2 ^= mixed2(rest(bytes, at + Long.BYTES, length));
    h1 ^= mixed1(rest(bytes, at, Math.min(length, at + Long.BYTES)));
    h1 ^= length;
    h2 ^= length;
    h1 += h2;
    h2 += h1;
    return spread(h1) + spread(h2);
  }

  /** Up to eight bytes as a number, lowest first; 0 of none. */
  private static long rest(byte[] bytes, int from, int to) {
    long rest = 0;
    for (int i = to - 1; i >= from; i--) {
      rest = rest << Byte.SIZE | (bytes[i] & 0xffL);
    }
    return rest;
  }

  private static long mixed1(long block) {
    return Long.rotateLeft(block * C1, 31) * C2;
  }

  private static long mixed2(long block) {
    return Long.rotateLeft(block * C2, 33) * C1;
  }

  private static long spread(long hash) {
    long spread = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    spread = (spread ^ spread >>> 33) * 0xc4ceb9fe1a85ec53L;
    return spread ^ spread >>> 33;
  }
}
