package io.weir.alerting.burn;

/**
 * Numbers in as few bytes as the largest of them needs: none while all are 0, then one, two, four
 * or eight each. Most services have few failures in ten seconds, and thousands of objectives keep
 * thousands of buckets. Never narrows again. Confined to its ring.
 */
final class Column {
  private final int size;
  private int width;
  private byte[] bytes = {};
  private short[] shorts = {};
  private int[] ints = {};
  private long[] longs = {};

  Column(int size) {
    this.size = size;
  }

  long get(int index) {
    return switch (width) {
      case 0 -> 0;
      case 1 -> bytes[index];
      case 2 -> shorts[index];
      case 4 -> ints[index];
      default -> longs[index];
    };
  }

  void set(int index, long value) {
    int needed = widthOf(value);
    if (needed > width) {
      widen(needed);
    }
    switch (width) {
      case 0 -> {}
      case 1 -> bytes[index] = (byte) value;
      case 2 -> shorts[index] = (short) value;
      case 4 -> ints[index] = (int) value;
      default -> longs[index] = value;
    }
  }

  private static int widthOf(long value) {
    if (value == 0) {
      return 0;
    }
    if (value == (byte) value) {
      return 1;
    }
    if (value == (short) value) {
      return 2;
    }
    return value == (int) value ? 4 : 8;
  }

  private void widen(int to) {
    Column wider = new Column(size);
    wider.allocate(to);
    for (int i = 0; width > 0 && i < size; i++) {
      wider.set(i, get(i));
    }
    width = to;
    bytes = wider.bytes;
    shorts = wider.shorts;
    ints = wider.ints;
    longs = wider.longs;
  }

  private void allocate(int to) {
    width = to;
    switch (to) {
      case 1 -> bytes = new byte[size];
      case 2 -> shorts = new short[size];
      case 4 -> ints = new int[size];
      default -> longs = new long[size];
    }
  }

  /** Memory of the numbers. */
  long sizeBytes() {
    return (long) width * size;
  }
}
