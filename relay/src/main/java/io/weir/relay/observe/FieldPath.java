package io.weir.relay.observe;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.weir.hubble.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path in {@code flow.Flow}, as {@code source.pod_name}, and the text of what is there. Several
 * values, of repeated fields on the way or at the end, are joined by commas.
 */
final class FieldPath {
  private static final String WRAPPERS = "google/protobuf/wrappers.proto";

  private final String path;
  private final List<FieldDescriptor> fields;

  private FieldPath(String path, List<FieldDescriptor> fields) {
    this.path = path;
    this.fields = List.copyOf(fields);
  }

  /**
   * A path.
   *
   * @param index its place in the request, for the error
   * @throws IllegalArgumentException if there is no such path, with those there are at that point
   */
  static FieldPath of(String path, int index) {
    List<FieldDescriptor> fields = new ArrayList<>();
    Descriptor type = Flow.getDescriptor();
    for (String name : path.split("\\.", -1)) {
      @Nullable FieldDescriptor field = type == null ? null : type.findFieldByName(name);
      if (field == null) {
        throw new IllegalArgumentException(
            "invalid field \"%s\" (by[%d]): no \"%s\" %s"
                .formatted(path, index, name, expected(type, fields)));
      }
      fields.add(field);
      type =
          field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : null;
    }
    return new FieldPath(path, fields);
  }

  private static String expected(@Nullable Descriptor type, List<FieldDescriptor> fields) {
    if (type == null) {
      return "inside " + fields.get(fields.size() - 1).getName() + ", which is a plain value";
    }
    return "in %s (expected one of: %s)"
        .formatted(
            type.getFullName(),
            String.join(", ", type.getFields().stream().map(FieldDescriptor::getName).toList()));
  }

  String path() {
    return path;
  }

  /** The text of what is there; empty when it is not set. */
  String text(Flow flow) {
    List<String> texts = new ArrayList<>(1);
    collect(flow, 0, texts);
    return texts.size() == 1 ? texts.get(0) : String.join(",", texts);
  }

  private void collect(Message message, int depth, List<String> texts) {
    FieldDescriptor field = fields.get(depth);
    boolean last = depth == fields.size() - 1;
    if (field.isRepeated()) {
      for (Object value : (List<?>) message.getField(field)) {
        collect(field, value, depth, last, texts);
      }
    } else if (!field.hasPresence() || message.hasField(field)) {
      collect(field, message.getField(field), depth, last, texts);
    }
  }

  private void collect(
      FieldDescriptor field, Object value, int depth, boolean last, List<String> texts) {
    if (last) {
      texts.add(text(field, value));
    } else {
      collect((Message) value, depth + 1, texts);
    }
  }

  private static String text(FieldDescriptor field, Object value) {
    return switch (field.getType()) {
      case ENUM -> name((EnumValueDescriptor) value);
      case UINT32, FIXED32 -> Integer.toUnsignedString((Integer) value);
      case UINT64, FIXED64 -> Long.toUnsignedString((Long) value);
      case MESSAGE -> text((Message) value);
      default -> value.toString();
    };
  }

  /** A newer Hubble's value has only its number. */
  private static String name(EnumValueDescriptor value) {
    return value.getIndex() < 0 ? Integer.toString(value.getNumber()) : value.getName();
  }

  private static String text(Message message) {
    Descriptor type = message.getDescriptorForType();
    if (type.getFile().getName().equals(WRAPPERS)) {
      FieldDescriptor value = type.findFieldByName("value");
      return text(value, message.getField(value));
    }
    try {
      if (message instanceof Timestamp time) {
        return Timestamps.toString(time);
      }
      return JsonFormat.printer()
          .preservingProtoFieldNames()
          .omittingInsignificantWhitespace()
          .print(message);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      // An extension of a type unknown here, or a time that no calendar has.
      return TextFormat.printer().emittingSingleLine(true).printToString(message).strip();
    }
  }
}
