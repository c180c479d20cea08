package io.weir.relay.observe;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Random;

/** Random messages and masks from descriptors, so that no field is forgotten. */
final class FilledMessages {
  private static final int DEPTH_MAX = 4;

  private final Random random;

  FilledMessages(long seed) {
    this.random = new Random(seed);
  }

  @SuppressWarnings("unchecked") // a message's builder makes messages of its class
  <T extends Message> T next(T prototype) {
    return (T) fill(prototype.newBuilderForType(), 0).build();
  }

  private Message.Builder fill(Message.Builder message, int depth) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      boolean tooDeep =
          field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && depth > DEPTH_MAX;
      if (tooDeep || random.nextInt(4) == 0) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = random.nextInt(3); i > 0; i--) {
          message.addRepeatedField(field, value(message, field, depth));
        }
      } else {
        message.setField(field, value(message, field, depth));
      }
    }
    return message;
  }

  private Object value(Message.Builder message, FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt();
      case LONG -> random.nextLong();
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case STRING -> random.nextInt(5) == 0 ? "" : "ü" + random.nextInt(1_000);
      case BYTE_STRING -> ByteString.copyFromUtf8("b" + random.nextInt());
      case ENUM -> {
        var values = field.getEnumType().getValues();
        yield values.get(random.nextInt(values.size()));
      }
      case MESSAGE -> fill(message.newBuilderForField(field), depth + 1).build();
    };
  }

  /** A few valid paths. */
  FieldMask mask(Descriptor type) {
    FieldMask.Builder mask = FieldMask.newBuilder();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      mask.addPaths(path(type, ""));
    }
    return mask.build();
  }

  private String path(Descriptor type, String prefix) {
    List<FieldDescriptor> fields = type.getFields();
    FieldDescriptor field = fields.get(random.nextInt(fields.size()));
    String path = prefix + field.getName();
    boolean canGoOn =
        field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
            && !field.isRepeated()
            && !field.getMessageType().getFields().isEmpty();
    return canGoOn && random.nextBoolean() ? path(field.getMessageType(), path + ".") : path;
  }
}
