package io.weir.cli.observe;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has to be known of a message type to write it as JSON, read from its descriptor once. */
final class JsonFields {
  /** What protobuf writes in a way of its own; {@link #OTHER} is left to protobuf. */
  enum Shape {
    PLAIN,
    TIMESTAMP,
    WRAPPER,
    OTHER
  }

  /** One field. Immutable but for {@link #message}, which is made when first needed. */
  static final class Field {
    final int number;
    final FieldDescriptor.Type type;
    final boolean repeated;

    /** Written also with its default value. */
    final boolean presence;

    /** Of fields of which only one may be set; -1 for none. */
    final int oneof;

    /** The name in quotes, and a colon. */
    final byte[] name;

    private final FieldDescriptor descriptor;
    private final Map<Integer, byte[]> enumNames = new HashMap<>();
    private @Nullable JsonFields message;

    private Field(FieldDescriptor descriptor) {
      this.descriptor = descriptor;
      number = descriptor.getNumber();
      type = descriptor.getType();
      repeated = descriptor.isRepeated();
      presence = descriptor.hasPresence();
      OneofDescriptor group = descriptor.getRealContainingOneof();
      oneof = group == null ? -1 : group.getIndex();
      name = ascii("\"" + descriptor.getName() + "\":");
      if (type == FieldDescriptor.Type.ENUM) {
        for (EnumValueDescriptor value : descriptor.getEnumType().getValues()) {
          enumNames.putIfAbsent(value.getNumber(), ascii("\"" + value.getName() + "\""));
        }
      }
    }

    /** The type of the message in this field. */
    JsonFields message() {
      JsonFields known = message;
      if (known == null) {
        known = new JsonFields(descriptor.getMessageType());
        message = known;
      }
      return known;
    }

    /** The name of an enum's value in quotes; null for a number without a name. */
    byte @Nullable [] enumName(int value) {
      return enumNames.get(value);
    }
  }

  final Shape shape;
  private final Field[] fields;

  JsonFields(Descriptor type) {
    shape = shape(type);
    fields =
        type.getFields().stream()
            .sorted(Comparator.comparingInt(FieldDescriptor::getNumber))
            .map(Field::new)
            .toArray(Field[]::new);
  }

  private static Shape shape(Descriptor type) {
    if (!type.getFile().getPackage().equals("google.protobuf")) {
      // No message of Hubble has a map.
      boolean hasMap = type.getFields().stream().anyMatch(FieldDescriptor::isMapField);
      return hasMap || type.isExtendable() ? Shape.OTHER : Shape.PLAIN;
    }
    if (type.getName().equals("Timestamp")) {
      return Shape.TIMESTAMP;
    }
    return WRAPPERS.contains(type.getName()) ? Shape.WRAPPER : Shape.OTHER;
  }

  private static final List<String> WRAPPERS =
      List.of(
          "BoolValue",
          "Int32Value",
          "UInt32Value",
          "Int64Value",
          "UInt64Value",
          "StringValue",
          "BytesValue",
          "FloatValue",
          "DoubleValue");

  /** The place of the field with a number, by ascending number; -1 for an unknown one. */
  int find(int number, int from) {
    // Nearly always the one that comes next.
    for (int i = from; i < fields.length && fields[i].number <= number; i++) {
      if (fields[i].number == number) {
        return i;
      }
    }
    for (int i = 0; i < from && fields[i].number <= number; i++) {
      if (fields[i].number == number) {
        return i;
      }
    }
    return -1;
  }

  Field field(int place) {
    return fields[place];
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
