package io.weir.codec;

import java.io.IOException;

/**
 * A cursor over bytes that nobody vouches for: every read is checked against the end, and a length
 * against what is left, before anything is allocated. Avro and protobuf share the base-128 integers
 * and little-endian numbers, so one cursor reads both.
 */
final class ByteReader {
  private final byte[] bytes;
  private final int limit;
  private int position;

  ByteReader(byte[] bytes, int from, int limit) {
    this.bytes = bytes;
    this.position = from;
    this.limit = limit;
  }

  int position() {
    return position;
  }

  int remaining() {
    return limit - position;
  }

  byte[] array() {
    return bytes;
  }

  int readByte() throws IOException {
    if (position == limit) {
      throw new IOException("ends too early at offset " + position);
    }
    return bytes[position++];
  }

  /** Up to ten bytes of seven bits each, lowest first. */
  long readVarint() throws IOException {
    if (position < limit && bytes[position] >= 0) {
      return bytes[position++]; // most are small
    }
    int start = position;
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = readByte();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        if (shift == 63 && next > 1) {
          break;
        }
        return value;
      }
    }
    throw new IOException("integer of more than 64 bits at offset " + start);
  }

  long readZigzag() throws IOException {
    long value = readVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** {@code size} bytes as a number, lowest byte first. */
  long readFixed(int size) throws IOException {
    require(size);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (bytes[position++] & 0xffL) << (8 * i);
    }
    return value;
  }

  /** Moves over so many integers. */
  void skipVarints(int count) throws IOException {
    for (int left = count; left > 0; left--) {
      if (position < limit && bytes[position] >= 0) {
        position++; // most are small
      } else {
        readVarint();
      }
    }
  }

  /** Avro's boolean. */
  boolean readBoolean() throws IOException {
    int value = readByte();
    if (value != 0 && value != 1) {
      throw new IOException("boolean: " + value + " (expected: 0 or 1)");
    }
    return value == 1;
  }

  /** Whether the second branch of Avro's union follows, which is what may be absent. */
  boolean readPresence() throws IOException {
    long branch = readZigzag();
    if (branch != 0 && branch != 1) {
      throw new IOException("union branch: " + branch + " (expected: 0 or 1)");
    }
    return branch == 1;
  }

  /** How many items the next block of Avro's array has; 0 at its end. */
  long readBlock() throws IOException {
    long count = readZigzag();
    if (count < 0) {
      count = -count;
      require(readZigzag()); // the block's size, for readers that skip it
    }
    require(count); // no item is shorter than a byte
    return count;
  }

  /** Moves over so many of Avro's texts or bytes. */
  void skipSized(long count) throws IOException {
    for (long left = count; left > 0; left--) {
      int start = position;
      int next = start < limit ? bytes[start] : 1;
      int end = start + 1 + (next >> 1);
      if (next >= 0 && (next & 1) == 0 && end <= limit) {
        position = end; // shorter than 64 bytes, as most are
      } else {
        skip(readLength());
      }
    }
  }

  /** A length of Avro's text or bytes; as much is left. */
  int readLength() throws IOException {
    long length = readZigzag();
    require(length);
    return (int) length;
  }

  /** Checks that nothing is left. */
  void requireEnd() throws IOException {
    if (position < limit) {
      throw new IOException(limit - position + " bytes left over at offset " + position);
    }
  }

  /** Moves over {@code length} bytes and returns where they begin. */
  int skip(long length) throws IOException {
    require(length);
    int start = position;
    position += (int) length;
    return start;
  }

  /** Checks that {@code length} bytes are left: also what a count of items costs at least. */
  void require(long length) throws IOException {
    if (length < 0 || length > limit - position) {
      throw new IOException(
          "length: %d at offset %d (expected: 0 to %d)"
              .formatted(length, position, limit - position));
    }
  }
}
