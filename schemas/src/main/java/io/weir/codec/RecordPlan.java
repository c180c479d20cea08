package io.weir.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How one Avro record and one protobuf message correspond, worked out once: fields are matched by
 * name, so a record of an older schema fits the newer message. Immutable.
 */
final class RecordPlan {
  /** What a field of the record is to the message. */
  enum Role {
    SINGULAR,
    REPEATED,
    /** The bytes of {@link AvroMirror#UNKNOWN_FIELDS}. */
    UNKNOWN,
    /** Of a schema that had more than the message has; read over. */
    GONE
  }

  /**
   * One field.
   *
   * @param over the way over it, for {@link Role#GONE}; reads nothing for others
   * @param type in protobuf; BYTES where the message has no such field
   * @param tag field number and wire type, as it stands in serialized messages; 0 if there is none
   * @param elementTag of one element that stands alone, which parsers accept for packed fields too
   * @param message the plan of its messages, null for scalars
   */
  record Field(
      Role role,
      ReadPlan over,
      FieldDescriptor.Type type,
      int tag,
      int elementTag,
      @Nullable RecordPlan message) {
    int number() {
      return WireFormat.getTagFieldNumber(tag);
    }

    /** Whether its numbers stand together behind one tag and a length. */
    boolean packed() {
      return tag != elementTag;
    }
  }

  /** In the order of the Avro record. */
  final Field[] fields;

  /** Positions in {@link #fields} of what protobuf knows, by field number. */
  private final int[] byNumber;

  private RecordPlan(Field[] fields, int[] byNumber) {
    this.fields = fields;
    this.byNumber = byNumber;
  }

  /**
   * @throws IllegalArgumentException if the message has a shape that its record cannot hold
   */
  static RecordPlan of(Schema record, Descriptor message) {
    return of(record, message, new HashSet<>());
  }

  private static RecordPlan of(Schema record, Descriptor message, Set<String> open) {
    if (!open.add(message.getFullName())) {
      // A few bytes could nest it without end.
      throw new IllegalArgumentException(
          "message: " + message.getFullName() + " (expected: not to contain itself)");
    }
    List<Field> fields = new ArrayList<>();
    for (Schema.Field field : record.getFields()) {
      fields.add(field(field, message, open));
    }
    open.remove(message.getFullName());
    int[] byNumber = new int[fields.size()];
    int known = 0;
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).tag() != 0) {
        byNumber[known++] = i;
      }
    }
    int[] sorted =
        Arrays.stream(byNumber, 0, known)
            .boxed()
            .sorted(Comparator.comparingInt(i -> fields.get(i).number()))
            .mapToInt(i -> i)
            .toArray();
    return new RecordPlan(fields.toArray(Field[]::new), sorted);
  }

  private static Field field(Schema.Field field, Descriptor message, Set<String> open) {
    if (field.name().equals(AvroMirror.UNKNOWN_FIELDS)) {
      return new Field(Role.UNKNOWN, ReadPlan.NOTHING, FieldDescriptor.Type.BYTES, 0, 0, null);
    }
    FieldDescriptor known = message.findFieldByName(field.name());
    if (known == null) {
      ReadPlan over = ReadPlan.over(field.schema());
      return new Field(Role.GONE, over, FieldDescriptor.Type.BYTES, 0, 0, null);
    }
    boolean isMessage = known.getType() == FieldDescriptor.Type.MESSAGE;
    if (!isMessage && known.hasPresence()) {
      throw new IllegalArgumentException(
          "field: " + known.getFullName() + " (expected: no presence, a record has none for it)");
    }
    Schema value = value(field.schema());
    RecordPlan plan = isMessage ? of(value, known.getMessageType(), open) : null;
    requireReadable(value, known);
    int elementTag = known.getNumber() << 3 | known.getLiteType().getWireType();
    return new Field(
        known.isRepeated() ? Role.REPEATED : Role.SINGULAR,
        ReadPlan.NOTHING,
        known.getType(),
        known.isPacked() ? packedTag(known) : elementTag,
        elementTag,
        plan);
  }

  private static int packedTag(FieldDescriptor field) {
    return field.getNumber() << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  /** What is inside {@code union {null, x}} or an array. */
  static Schema value(Schema schema) {
    return switch (schema.getType()) {
      case UNION -> schema.getTypes().get(1);
      case ARRAY -> schema.getElementType();
      default -> schema;
    };
  }

  /** Integers may widen between versions, which reads alike; nothing else may change. */
  static void requireReadable(Schema schema, FieldDescriptor field) {
    boolean readable =
        switch (field.getType()) {
          case MESSAGE -> schema.getType() == Schema.Type.RECORD;
          case BOOL -> schema.getType() == Schema.Type.BOOLEAN;
          case STRING, BYTES ->
              schema.getType() == Schema.Type.STRING || schema.getType() == Schema.Type.BYTES;
          case DOUBLE -> schema.getType() == Schema.Type.DOUBLE;
          case FLOAT -> schema.getType() == Schema.Type.FLOAT;
          default -> schema.getType() == Schema.Type.INT || schema.getType() == Schema.Type.LONG;
        };
    if (!readable) {
      throw new IllegalArgumentException(
          "schema: " + schema + " (expected: readable as " + field.getFullName() + ")");
    }
  }

  /**
   * Which field by number has this tag, or -1. Looks from {@code hint} on, since serialized fields
   * come in order.
   */
  int rankOf(int tag, int hint) {
    for (int rank = hint; rank < byNumber.length; rank++) {
      if (fields[byNumber[rank]].tag() == tag) {
        return rank;
      }
    }
    return -1;
  }

  /** The place in {@link #fields} of the field that is {@code rank}th by number. */
  int index(int rank) {
    return byNumber[rank];
  }
}
