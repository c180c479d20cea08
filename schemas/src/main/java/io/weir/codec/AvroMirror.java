package io.weir.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/**
 * Derives the Avro schema that mirrors a protobuf message, so that every field has a place and a
 * new one cannot be forgotten.
 *
 * <p>The rules are few: a message is a record of the same full name; its fields keep their names,
 * in the order of their declaration; a singular message field is {@code union {null, record}},
 * which keeps its presence; repeated is an array; {@code uint32} is a long; {@code uint64} is a
 * long with the same 64 bits; an enum is an int, because protobuf enums are open and Avro's are
 * closed. Each record ends with {@value #UNKNOWN_FIELDS}: what a newer writer sent and this schema
 * has no name for.
 */
public final class AvroMirror {
  /** Serialized fields that the descriptor does not know; empty when there are none. */
  static final String UNKNOWN_FIELDS = "unknown_fields";

  private final Map<String, Schema> records = new HashMap<>();

  private AvroMirror() {}

  /** The record schema for {@code message}; messages that occur twice are named types. */
  public static Schema schemaOf(Descriptor message) {
    return new AvroMirror().record(message);
  }

  private Schema record(Descriptor message) {
    Schema known = records.get(message.getFullName());
    if (known != null) {
      return known;
    }
    String fullName = message.getFullName();
    int dot = fullName.lastIndexOf('.');
    Schema record =
        Schema.createRecord(fullName.substring(dot + 1), null, fullName.substring(0, dot), false);
    records.put(fullName, record);
    List<Schema.Field> fields = new ArrayList<>();
    for (FieldDescriptor field : message.getFields()) {
      fields.add(field(field));
    }
    fields.add(
        new Schema.Field(
            UNKNOWN_FIELDS,
            Schema.create(Schema.Type.BYTES),
            "Protobuf fields newer than this schema.",
            ""));
    record.setFields(fields);
    return record;
  }

  private Schema.Field field(FieldDescriptor field) {
    if (field.isRepeated()) {
      return new Schema.Field(
          field.getName(), Schema.createArray(value(field)), doc(field), List.of());
    }
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      Schema optional = Schema.createUnion(Schema.create(Schema.Type.NULL), value(field));
      return new Schema.Field(field.getName(), optional, doc(field), JsonProperties.NULL_VALUE);
    }
    return new Schema.Field(field.getName(), value(field), doc(field), zero(field));
  }

  private Schema value(FieldDescriptor field) {
    return switch (field.getType()) {
      case MESSAGE -> record(field.getMessageType());
      case BOOL -> Schema.create(Schema.Type.BOOLEAN);
      case STRING -> string();
      case BYTES -> Schema.create(Schema.Type.BYTES);
      case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
      case FLOAT -> Schema.create(Schema.Type.FLOAT);
      case INT32, SINT32, SFIXED32, ENUM -> Schema.create(Schema.Type.INT);
      case UINT32, FIXED32, INT64, SINT64, SFIXED64, UINT64, FIXED64 ->
          Schema.create(Schema.Type.LONG);
      case GROUP -> throw new IllegalArgumentException(field + ": groups are not supported");
    };
  }

  private static Schema string() {
    Schema string = Schema.create(Schema.Type.STRING);
    string.addProp("avro.java.string", "String");
    return string;
  }

  private static Object zero(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case BOOLEAN -> false;
      case STRING, BYTE_STRING -> "";
      case DOUBLE -> 0.0d;
      case FLOAT -> 0.0f;
      case INT, ENUM -> value0(field);
      case LONG -> 0L;
      case MESSAGE -> throw new IllegalArgumentException(field + ": has presence, not a zero");
    };
  }

  /** Avro wants a default of the Java type of its schema: unsigned 32 bits live in a long. */
  private static Object value0(FieldDescriptor field) {
    return switch (field.getType()) {
      case UINT32, FIXED32 -> 0L;
      default -> 0;
    };
  }

  private static String doc(FieldDescriptor field) {
    String number = "protobuf field " + field.getNumber();
    return switch (field.getType()) {
      case ENUM -> number + ", number of enum " + field.getEnumType().getFullName();
      case UINT64, FIXED64 -> number + ", unsigned: read the 64 bits as such";
      default -> number;
    };
  }
}
