package io.weir.streams.state;

import java.io.OutputStream;
import java.util.Arrays;

/** Bytes in memory, as many as come; unlike the library's class without a lock around each. */
final class GrowingBytes extends OutputStream {
  private byte[] bytes;
  private int size;

  GrowingBytes(int sizeHint) {
    bytes = new byte[Math.max(1, sizeHint)];
  }

  @Override
  public void write(int value) {
    makeRoom(1);
    bytes[size++] = (byte) value;
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    makeRoom(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  private void makeRoom(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
    }
  }

  byte[] toByteArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
