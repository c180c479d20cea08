package io.weir.cli.observe;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.weir.cli.observe.JsonFields.Field;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * Serialized messages of one type to JSON without making them: many times faster than {@code
 * JsonFormat}, and the same text, byte by byte. What is rare (fields out of order or merged,
 * messages that JSON writes in a way of their own, damage) it leaves to {@code JsonFormat}, by
 * giving up. Confined to one thread.
 */
final class JsonAnswers {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  /** Leaves a message to {@code JsonFormat}; without a stack, since it may come often. */
  private static final class NotPlain extends Exception {
    private static final long serialVersionUID = 1L;

    NotPlain(String what) {
      super(what, null, false, false);
    }
  }

  private final JsonFields type;
  private final JsonText text = new JsonText();
  private final JsonTime time = new JsonTime(text);
  private byte[] wire = new byte[0];
  private int at;

  JsonAnswers(Descriptor type) {
    this.type = new JsonFields(type);
  }

  /**
   * The message as JSON.
   *
   * @return a buffer that holds it until the next call; empty if the message is not plain
   */
  Optional<JsonText> write(byte[] message) {
    wire = message;
    at = 0;
    text.cut(0);
    try {
      message(type, message.length);
      return Optional.of(text);
    } catch (NotPlain | CharacterCodingException | IndexOutOfBoundsException e) {
      return Optional.empty(); // also what is damaged: whoever parses it says what is wrong
    }
  }

  private void message(JsonFields fields, int end) throws NotPlain, CharacterCodingException {
    switch (fields.shape) {
      case PLAIN -> plain(fields, end);
      case WRAPPER -> wrapper(fields, end);
      case TIMESTAMP -> timestamp(end);
      case OTHER -> throw new NotPlain("a message that JSON writes in a way of its own");
    }
  }

  private void plain(JsonFields fields, int end) throws NotPlain, CharacterCodingException {
    text.put('{');
    int start = text.size();
    int last = -1;
    long oneofs = 0;
    while (at < end) {
      int tag = (int) varint();
      int place = fields.find(tag >>> 3, Math.max(last, 0));
      if (place < 0) {
        skip(tag);
        continue;
      }
      Field field = fields.field(place);
      if (place <= last) {
        throw new NotPlain("fields out of order, or in parts");
      }
      last = place;
      if (field.oneof >= 0) {
        long bit = 1L << field.oneof;
        if ((oneofs & bit) != 0) {
          throw new NotPlain("two fields of which one replaces the other");
        }
        oneofs |= bit;
      }
      int before = text.size();
      if (before > start) {
        text.put(',');
      }
      text.put(field.name);
      if (field.repeated) {
        if (!repeated(field, tag, end)) {
          text.cut(before);
        }
      } else if (!value(field, tag & 7) && !field.presence) {
        text.cut(before);
      }
    }
    requireEnd(end);
    text.put('}');
  }

  private void requireEnd(int end) throws NotPlain {
    if (at != end) {
      throw new NotPlain("a field reaches beyond its message");
    }
  }

  /** All elements that follow each other; false if there are none. */
  private boolean repeated(Field field, int tag, int end)
      throws NotPlain, CharacterCodingException {
    text.put('[');
    int start = text.size();
    int next = tag;
    while (true) {
      if ((next & 7) == LENGTH && isPackable(field.type)) {
        int packedEnd = length(end);
        while (at < packedEnd) {
          element(field, wireType(field.type), start);
        }
        requireEnd(packedEnd);
      } else {
        element(field, next & 7, start);
      }
      if (at >= end) {
        break;
      }
      int begin = at;
      next = (int) varint();
      if (next >>> 3 != field.number) {
        at = begin;
        break;
      }
    }
    text.put(']');
    return text.size() > start + 1;
  }

  private void element(Field field, int wireType, int start)
      throws NotPlain, CharacterCodingException {
    if (text.size() > start) {
      text.put(',');
    }
    value(field, wireType);
  }

  private static boolean isPackable(FieldDescriptor.Type type) {
    return switch (type) {
      case STRING, BYTES, MESSAGE, GROUP -> false;
      default -> true;
    };
  }

  private static int wireType(FieldDescriptor.Type type) {
    return switch (type) {
      case FIXED64, SFIXED64, DOUBLE -> FIXED64;
      case FIXED32, SFIXED32, FLOAT -> FIXED32;
      case STRING, BYTES, MESSAGE, GROUP -> LENGTH;
      default -> VARINT;
    };
  }

  /** Writes one value; false if it is its type's default. */
  private boolean value(Field field, int wireType) throws NotPlain, CharacterCodingException {
    if (wireType != wireType(field.type)) {
      throw new NotPlain("field " + field.number + " of another type");
    }
    switch (field.type) {
      case MESSAGE -> {
        message(field.message(), length(wire.length));
        return true;
      }
      case STRING -> {
        int end = length(wire.length);
        text.putString(wire, at, end);
        boolean set = end > at;
        at = end;
        return set;
      }
      case BYTES -> {
        int end = length(wire.length);
        text.putBase64(wire, at, end);
        boolean set = end > at;
        at = end;
        return set;
      }
      case GROUP -> throw new NotPlain("a group");
      default -> {
        long raw = number(wireType);
        scalar(field, raw);
        return switch (field.type) {
          case INT32, UINT32, ENUM -> (int) raw != 0;
          default -> raw != 0;
        };
      }
    }
  }

  private void scalar(Field field, long raw) {
    switch (field.type) {
      case INT32, SFIXED32 -> text.putNumber((int) raw);
      case UINT32, FIXED32 -> text.putNumber(raw & 0xffff_ffffL);
      case SINT32 -> text.putNumber(((int) raw >>> 1) ^ -((int) raw & 1));
      case INT64, SFIXED64 -> quoted(Long.toString(raw));
      case SINT64 -> quoted(Long.toString((raw >>> 1) ^ -(raw & 1)));
      case UINT64, FIXED64 -> quoted(Long.toUnsignedString(raw));
      case BOOL -> text.put(raw != 0 ? "true" : "false");
      case FLOAT ->
          floating(
              Float.intBitsToFloat((int) raw), Float.toString(Float.intBitsToFloat((int) raw)));
      case DOUBLE ->
          floating(Double.longBitsToDouble(raw), Double.toString(Double.longBitsToDouble(raw)));
      case ENUM -> {
        byte[] name = field.enumName((int) raw);
        if (name == null) {
          text.putNumber((int) raw);
        } else {
          text.put(name);
        }
      }
      case STRING, BYTES, MESSAGE, GROUP ->
          throw new IllegalArgumentException(field.type + " is no number");
    }
  }

  private void quoted(String ascii) {
    text.put('"');
    text.put(ascii);
    text.put('"');
  }

  private void floating(double value, String ascii) {
    if (Double.isFinite(value)) {
      text.put(ascii);
    } else {
      quoted(ascii);
    }
  }

  /** Its one field, as if it stood there itself, and its default when it is not set. */
  private void wrapper(JsonFields fields, int end) throws NotPlain, CharacterCodingException {
    Field field = fields.field(0);
    int start = text.size();
    boolean found = false;
    while (at < end) {
      int tag = (int) varint();
      if (tag >>> 3 == field.number) {
        text.cut(start);
        value(field, tag & 7);
        found = true;
      } else {
        skip(tag);
      }
    }
    requireEnd(end);
    if (!found) {
      switch (field.type) {
        case STRING, BYTES -> quoted("");
        default -> scalar(field, 0);
      }
    }
  }

  private void timestamp(int end) throws NotPlain {
    long seconds = 0;
    int nanos = 0;
    while (at < end) {
      int tag = (int) varint();
      switch (tag) {
        case 1 << 3 -> seconds = varint();
        case 2 << 3 -> nanos = (int) varint();
        default -> {
          if (tag >>> 3 <= 2) {
            throw new NotPlain("a timestamp of other types");
          }
          skip(tag);
        }
      }
    }
    requireEnd(end);
    if (!time.put(seconds, nanos)) {
      throw new NotPlain("a time that JSON cannot write");
    }
  }

  private long number(int wireType) throws NotPlain {
    return switch (wireType) {
      case VARINT -> varint();
      case FIXED32 -> fixed(4);
      case FIXED64 -> fixed(8);
      default -> throw new NotPlain("no number");
    };
  }

  private long varint() throws NotPlain {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = wire[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new NotPlain("a number without end");
  }

  private long fixed(int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (wire[at++] & 0xffL) << 8 * i;
    }
    return value;
  }

  /** Where a value with a length ends. */
  private int length(int limit) throws NotPlain {
    long length = varint();
    if (length < 0 || length > limit - at) {
      throw new NotPlain("a value reaches beyond its message");
    }
    return at + (int) length;
  }

  /** Passes over a field that this version does not know. */
  private void skip(int tag) throws NotPlain {
    if (tag >>> 3 == 0) {
      throw new NotPlain("a field without number");
    }
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED64 -> at += 8;
      case FIXED32 -> at += 4;
      case LENGTH -> at = length(wire.length);
      default -> throw new NotPlain("a group");
    }
  }
}
