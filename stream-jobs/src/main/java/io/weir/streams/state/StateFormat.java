package io.weir.streams.state;

import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * How one kind of value is written into checkpoints and between operators: a version byte, then the
 * content. Reads every version that was ever written, rejects newer ones and bytes left over.
 * Immutable and stateless.
 *
 * @param <T> the values
 */
public abstract class StateFormat<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int SIZE_HINT = 256;

  /** The version that is written; a constant of each format says what it holds. */
  public abstract int version();

  /** Writes the content of the newest version. */
  protected abstract void write(T value, DataOutput out) throws IOException;

  /** Reads the content of {@code version}, which is 1 to {@link #version}. */
  protected abstract T read(int version, StateInput in) throws IOException;

  /** True when values never change, so that a copy is the value itself. */
  public boolean isImmutable() {
    return true;
  }

  /** About how many bytes it will be; a wrong guess costs a copy. */
  public int sizeHint(T value) {
    return SIZE_HINT;
  }

  /** The value as bytes, version included. */
  public final byte[] encode(T value) {
    GrowingBytes bytes = new GrowingBytes(sizeHint(value));
    try {
      encode(value, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("In-memory encoding cannot fail on I/O", e);
    }
    return bytes.toByteArray();
  }

  /** Writes what {@link #encode(Object)} gives. */
  public final void encode(T value, DataOutput out) throws IOException {
    out.writeByte(version());
    write(value, out);
  }

  /**
   * The value in {@code bytes}.
   *
   * @throws IOException if they are of a newer version, cut short, or longer than the value
   */
  public final T decode(byte[] bytes) throws IOException {
    StateInput in = new StateInput(bytes);
    int version = in.readUnsignedByte();
    if (version < 1 || version > version()) {
      throw new IOException(
          name() + " version: " + version + " (expected: 1 to " + version() + ")");
    }
    T value = read(version, in);
    if (in.available() > 0) {
      throw new IOException(name() + ": " + in.available() + " bytes left over (expected: none)");
    }
    return value;
  }

  /** The format's name in messages. */
  public final String name() {
    return getClass().getSimpleName();
  }

  /** Writes a length and bytes. */
  protected static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Writes a number of any sign in as few bytes as it needs: zigzag, seven bits a byte. */
  protected static void writeNumber(long number, DataOutput out) throws IOException {
    long left = (number << 1) ^ (number >> 63);
    while ((left & ~0x7fL) != 0) {
      out.write((int) left & 0x7f | 0x80);
      left >>>= 7;
    }
    out.write((int) left);
  }

  /** Reads what {@link #writeNumber} wrote. */
  protected static long readNumber(StateInput in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = in.readUnsignedByte();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new IOException("number: more than 64 bits (expected: at most 10 bytes)");
  }

  /** Reads what {@link #writeBytes} wrote. */
  protected static byte[] readBytes(StateInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("length: " + length + " (expected: 0 to " + in.available() + ")");
    }
    return in.readNBytes(length);
  }
}
