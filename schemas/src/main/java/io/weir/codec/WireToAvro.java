package io.weir.codec;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.weir.codec.RecordPlan.Field;
import java.io.IOException;
import java.util.Arrays;

/**
 * Rewrites a message that protobuf has just serialized as an Avro record. Both formats put the same
 * UTF-8 and the same base-128 integers behind lengths, so texts are copied and nothing is looked up
 * by reflection: that makes it several times faster than asking the message field by field.
 *
 * <p>Relies on what protobuf's own serializer promises: known fields in order of their numbers,
 * elements of a repeated field together, unknown fields last.
 */
final class WireToAvro {
  private static final int ABSENT = -1;

  private final byte[] wire;
  private final ByteWriter out;

  WireToAvro(byte[] wire, ByteWriter out) {
    this.wire = wire;
    this.out = out;
  }

  /** Writes the message that stands in {@code [from, to)}. */
  void write(RecordPlan plan, int from, int to) throws IOException {
    int[] starts = new int[plan.fields.length];
    Arrays.fill(starts, ABSENT);
    int unknown = locate(plan, from, to, starts);
    for (int i = 0; i < starts.length; i++) {
      Field field = plan.fields[i];
      switch (field.role()) {
        case SINGULAR -> singular(field, starts[i], to);
        case REPEATED -> repeated(field, starts[i], unknown);
        case UNKNOWN -> {
          out.writeZigzag(to - unknown);
          out.writeBytes(wire, unknown, to - unknown);
        }
        case GONE -> throw new IllegalStateException("A codec writes its own schema");
      }
    }
  }

  /** Notes where the value of each field begins; returns where the unknown fields begin. */
  private int locate(RecordPlan plan, int from, int to, int[] starts) throws IOException {
    ByteReader in = new ByteReader(wire, from, to);
    int rank = 0;
    while (in.remaining() > 0) {
      int tagAt = in.position();
      int tag = (int) in.readVarint();
      rank = plan.rankOf(tag, rank);
      if (rank < 0) {
        return tagAt;
      }
      int index = plan.index(rank);
      if (starts[index] == ABSENT) {
        starts[index] = in.position();
      }
      skipValue(in, WireFormat.getTagWireType(tag));
    }
    return to;
  }

  private static void skipValue(ByteReader in, int wireType) throws IOException {
    switch (wireType) {
      case WireFormat.WIRETYPE_VARINT -> in.readVarint();
      case WireFormat.WIRETYPE_FIXED64 -> in.skip(Long.BYTES);
      case WireFormat.WIRETYPE_FIXED32 -> in.skip(Integer.BYTES);
      default -> in.skip(in.readVarint());
    }
  }

  private void singular(Field field, int start, int to) throws IOException {
    if (field.message() != null) {
      out.writeZigzag(start == ABSENT ? 0 : 1);
    }
    if (start != ABSENT) {
      value(field, new ByteReader(wire, start, to));
    } else if (field.message() == null) {
      zero(field.type());
    }
  }

  private void zero(FieldDescriptor.Type type) {
    switch (type) {
      case DOUBLE -> out.writeFixed(0, Double.BYTES);
      case FLOAT -> out.writeFixed(0, Float.BYTES);
      default -> out.writeByte(0); // false, 0 and the empty text are all one zero byte
    }
  }

  private void repeated(Field field, int start, int end) throws IOException {
    if (start != ABSENT) {
      out.writeZigzag(count(field, start, end));
      ByteReader in = new ByteReader(wire, start, end);
      if (field.packed()) {
        packed(field, in);
      } else {
        do {
          value(field, in);
        } while (in.remaining() > 0 && (int) in.readVarint() == field.tag());
      }
    }
    out.writeZigzag(0);
  }

  private void packed(Field field, ByteReader in) throws IOException {
    int length = (int) in.readVarint();
    ByteReader chunk = new ByteReader(wire, in.position(), in.position() + length);
    while (chunk.remaining() > 0) {
      value(field, chunk);
    }
  }

  /** Avro wants to know how many before the first. */
  private int count(Field field, int start, int end) throws IOException {
    ByteReader in = new ByteReader(wire, start, end);
    int count = 0;
    if (field.packed()) {
      int length = (int) in.readVarint();
      ByteReader chunk = new ByteReader(wire, in.position(), in.position() + length);
      for (; chunk.remaining() > 0; count++) {
        WireNumber.read(field.type(), chunk);
      }
      return count;
    }
    int wireType = WireFormat.getTagWireType(field.tag());
    do {
      skipValue(in, wireType);
      count++;
    } while (in.remaining() > 0 && (int) in.readVarint() == field.tag());
    return count;
  }

  private void value(Field field, ByteReader in) throws IOException {
    switch (field.type()) {
      case MESSAGE -> {
        int length = (int) in.readVarint();
        int start = in.skip(length);
        write(field.message(), start, start + length);
      }
      case STRING, BYTES -> {
        int length = (int) in.readVarint();
        out.writeZigzag(length);
        out.writeBytes(wire, in.skip(length), length);
      }
      case BOOL -> out.writeByte((int) in.readVarint());
      case DOUBLE -> out.writeFixed(in.readFixed(Double.BYTES), Double.BYTES);
      case FLOAT -> out.writeFixed(in.readFixed(Float.BYTES), Float.BYTES);
      default -> out.writeZigzag(WireNumber.read(field.type(), in));
    }
  }
}
