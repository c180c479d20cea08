package io.weir.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;

/** Protobuf's nine ways to write an integer, and enums, as the number that Avro writes in one. */
final class WireNumber {
  private WireNumber() {}

  /** The value: signed, except that 32 unsigned bits are 0 to 2^32-1. */
  static long read(FieldDescriptor.Type type, ByteReader in) throws IOException {
    return switch (type) {
      case INT32, ENUM -> (int) in.readVarint();
      case UINT32 -> in.readVarint() & 0xffff_ffffL;
      case INT64, UINT64 -> in.readVarint();
      case SINT32 -> CodedInputStream.decodeZigZag32((int) in.readVarint());
      case SINT64 -> in.readZigzag();
      case SFIXED32 -> (int) in.readFixed(Integer.BYTES);
      case FIXED32 -> in.readFixed(Integer.BYTES);
      case SFIXED64, FIXED64 -> in.readFixed(Long.BYTES);
      default -> throw new IllegalStateException(type + " is no integer");
    };
  }

  /**
   * Writes what {@link #read} gave.
   *
   * @throws IOException if {@code value} is out of the type's range
   */
  static void write(FieldDescriptor.Type type, long value, ByteWriter out) throws IOException {
    switch (type) {
      case INT32, ENUM -> out.writeVarint(signed(value));
      case UINT32 -> out.writeVarint(unsigned(value));
      case INT64, UINT64 -> out.writeVarint(value);
      case SINT32 -> out.writeZigzag(signed(value));
      case SINT64 -> out.writeZigzag(value);
      case SFIXED32 -> out.writeFixed(signed(value), Integer.BYTES);
      case FIXED32 -> out.writeFixed(unsigned(value), Integer.BYTES);
      case SFIXED64, FIXED64 -> out.writeFixed(value, Long.BYTES);
      default -> throw new IllegalStateException(type + " is no integer");
    }
  }

  /**
   * {@code value}, which Avro gave for a number of this type.
   *
   * @throws IOException if it is out of the type's range
   */
  static long requireInRange(FieldDescriptor.Type type, long value) throws IOException {
    return switch (type) {
      case INT32, ENUM, SINT32, SFIXED32 -> signed(value);
      case UINT32, FIXED32 -> unsigned(value);
      default -> value;
    };
  }

  private static long signed(long value) throws IOException {
    if (value != (int) value) {
      throw new IOException("integer: " + value + " (expected: 32 bits)");
    }
    return value;
  }

  private static long unsigned(long value) throws IOException {
    if (value >>> Integer.SIZE != 0) {
      throw new IOException("integer: " + value + " (expected: 32 bits without sign)");
    }
    return value;
  }
}
