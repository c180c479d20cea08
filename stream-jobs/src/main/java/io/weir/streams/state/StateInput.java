package io.weir.streams.state;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads bytes as {@link DataInputStream} does, without its buffers and locks: every delta that goes
 * from one operator to another is read by one of these. Confined to one thread.
 */
public final class StateInput implements DataInput {
  private static final VarHandle SHORTS = bigEndian(short[].class);
  private static final VarHandle INTS = bigEndian(int[].class);
  private static final VarHandle LONGS = bigEndian(long[].class);

  private final byte[] bytes;
  private int position;

  StateInput(byte[] bytes) {
    this.bytes = bytes;
  }

  private static VarHandle bigEndian(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }

  /** How many bytes are left. */
  public int available() {
    return bytes.length - position;
  }

  /** Where the next byte is in {@link #array}. */
  public int position() {
    return position;
  }

  /** What is read, not to be changed. */
  public byte[] array() {
    return bytes;
  }

  private int advance(int length) throws EOFException {
    if (length < 0 || length > available()) {
      throw new EOFException(
          "bytes: " + length + " (expected: 0 to " + available() + ", which are left)");
    }
    int start = position;
    position += length;
    return start;
  }

  /** The next {@code length} bytes. */
  public byte[] readNBytes(int length) throws EOFException {
    int start = advance(length);
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  @Override
  public void readFully(byte[] into) throws EOFException {
    readFully(into, 0, into.length);
  }

  @Override
  public void readFully(byte[] into, int offset, int length) throws EOFException {
    System.arraycopy(bytes, advance(length), into, offset, length);
  }

  /** Skips all of them or fails. */
  @Override
  public int skipBytes(int count) throws EOFException {
    advance(count);
    return count;
  }

  @Override
  public boolean readBoolean() throws EOFException {
    return readByte() != 0;
  }

  @Override
  public byte readByte() throws EOFException {
    return bytes[advance(Byte.BYTES)];
  }

  @Override
  public int readUnsignedByte() throws EOFException {
    return readByte() & 0xff;
  }

  @Override
  public short readShort() throws EOFException {
    return (short) SHORTS.get(bytes, advance(Short.BYTES));
  }

  @Override
  public int readUnsignedShort() throws EOFException {
    return readShort() & 0xffff;
  }

  @Override
  public char readChar() throws EOFException {
    return (char) readShort();
  }

  @Override
  public int readInt() throws EOFException {
    return (int) INTS.get(bytes, advance(Integer.BYTES));
  }

  @Override
  public long readLong() throws EOFException {
    return (long) LONGS.get(bytes, advance(Long.BYTES));
  }

  @Override
  public float readFloat() throws EOFException {
    return Float.intBitsToFloat(readInt());
  }

  @Override
  public double readDouble() throws EOFException {
    return Double.longBitsToDouble(readLong());
  }

  /** No format has lines. */
  @Override
  public String readLine() {
    throw new UnsupportedOperationException("readLine");
  }

  @Override
  public String readUTF() throws IOException {
    int start = position;
    int length = readUnsignedShort();
    int text = advance(length);
    for (int i = text; i < text + length; i++) {
      if (bytes[i] <= 0) {
        // Not what most are, plain ASCII.
        position = start;
        return DataInputStream.readUTF(this);
      }
    }
    return new String(bytes, text, length, StandardCharsets.ISO_8859_1);
  }
}
