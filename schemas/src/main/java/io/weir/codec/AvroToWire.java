package io.weir.codec;

import com.google.protobuf.CodedInputStream;
import io.weir.codec.RecordPlan.Field;
import java.io.IOException;

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
        case GONE -> field.over().readOver(in);
      }
    }
  }

  private void singular(Field field) throws IOException {
    if (field.message() == null) {
      scalar(field, false);
    } else if (in.readPresence()) {
      message(field, field.message());
    }
  }

  private void repeated(Field field) throws IOException {
    for (long left = in.readBlock(); left > 0; left = in.readBlock()) {
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
    int length = in.readLength();
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
        int length = in.readLength();
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
        boolean value = in.readBoolean();
        if (always || value) {
          out.writeVarint(field.elementTag());
          out.writeByte(value ? 1 : 0);
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
}
