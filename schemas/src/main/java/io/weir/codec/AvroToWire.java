package io.weir.codec;

import com.google.protobuf.CodedInputStream;
import io.weir.codec.RecordPlan.Field;
import java.io.IOException;
import org.apache.avro.Schema;

/**
 * Rewrites an Avro record as the bytes of a protobuf message, for protobuf's own parser to read.
 * Trusts nothing that it reads: lengths, counts, unions and ranges are checked, and what comes out
 * is at most some fifteen times as long as what went in.
 */
final class AvroToWire {
  private final ByteReader in;
  private final ByteWriter out;

  AvroToWire(ByteReader in, ByteWriter out) {
    this.in = in;
    this.out = out;
  }

  /** Reads one record of the plan's schema. */
  void read(RecordPlan plan) throws IOException {
    for (Field field : plan.fields) {
      switch (field.role()) {
        case SINGULAR -> singular(field);
        case REPEATED -> repeated(field);
        case UNKNOWN -> unknown();
        case GONE -> skip(field.schema());
      }
    }
  }

  private void singular(Field field) throws IOException {
    if (field.message() == null) {
      scalar(field, false);
    } else if (readPresence()) {
      message(field, field.message());
    }
  }

  private void repeated(Field field) throws IOException {
    for (long left = readBlock(); left > 0; left = readBlock()) {
      for (; left > 0; left--) {
        if (field.message() == null) {
          scalar(field, true);
        } else {
          message(field, field.message());
        }
      }
    }
  }

  private void message(Field field, RecordPlan plan) throws IOException {
    out.writeVarint(field.tag());
    int start = out.beginLength();
    read(plan);
    out.endLength(start);
  }

  /** What was newer than the writer may be known by now: the parser sorts it out. */
  private void unknown() throws IOException {
    int length = readLength();
    int start = in.skip(length);
    if (length > 0) {
      requireWhole(start, length);
    }
    out.writeBytes(in.array(), start, length);
  }

  /** Otherwise half a field would swallow what follows the message. */
  private void requireWhole(int start, int length) throws IOException {
    CodedInputStream fields = CodedInputStream.newInstance(in.array(), start, length);
    while (!fields.isAtEnd()) {
      if (!fields.skipField(fields.readTag())) {
        throw new IOException("unknown fields end in the middle of a group");
      }
    }
  }

  /**
   * @param always also when zero, as elements of lists are
   */
  private void scalar(Field field, boolean always) throws IOException {
    switch (field.type()) {
      case STRING, BYTES -> {
        int length = readLength();
        int start = in.skip(length);
        if (always || length > 0) {
          out.writeVarint(field.elementTag());
          out.writeVarint(length);
          out.writeBytes(in.array(), start, length);
        }
      }
      case DOUBLE -> fixed(field, always, Double.BYTES);
      case FLOAT -> fixed(field, always, Float.BYTES);
      case BOOL -> {
        int value = in.readByte();
        if (value != 0 && value != 1) {
          throw new IOException("boolean: " + value + " (expected: 0 or 1)");
        }
        if (always || value != 0) {
          out.writeVarint(field.elementTag());
          out.writeByte(value);
        }
      }
      default -> {
        long value = in.readZigzag();
        if (always || value != 0) {
          out.writeVarint(field.elementTag());
          WireNumber.write(field.type(), value, out);
        }
      }
    }
  }

  private void fixed(Field field, boolean always, int size) throws IOException {
    long bits = in.readFixed(size);
    if (always || bits != 0) {
      out.writeVarint(field.elementTag());
      out.writeFixed(bits, size);
    }
  }

  private boolean readPresence() throws IOException {
    long branch = in.readZigzag();
    if (branch != 0 && branch != 1) {
      throw new IOException("union branch: " + branch + " (expected: 0 or 1)");
    }
    return branch == 1;
  }

  /** How many items the next block of an array has; 0 at its end. */
  private long readBlock() throws IOException {
    long count = in.readZigzag();
    if (count < 0) {
      count = -count;
      in.require(in.readZigzag()); // the block's size, for readers that skip it
    }
    in.require(count); // no item is shorter than a byte
    return count;
  }

  private int readLength() throws IOException {
    long length = in.readZigzag();
    in.require(length);
    return (int) length;
  }

  private void skip(Schema schema) throws IOException {
    switch (schema.getType()) {
      case NULL -> {}
      case BOOLEAN -> in.skip(1);
      case INT, LONG, ENUM -> in.readVarint();
      case FLOAT -> in.skip(Float.BYTES);
      case DOUBLE -> in.skip(Double.BYTES);
      case STRING, BYTES -> in.skip(readLength());
      case FIXED -> in.skip(schema.getFixedSize());
      case UNION -> skip(schema.getTypes().get(readPresence() ? 1 : 0));
      case RECORD -> {
        for (Schema.Field field : schema.getFields()) {
          skip(field.schema());
        }
      }
      case ARRAY -> {
        for (long left = readBlock(); left > 0; left = readBlock()) {
          for (; left > 0; left--) {
            skip(schema.getElementType());
          }
        }
      }
      case MAP -> throw new IOException("maps are not used");
    }
  }
}
