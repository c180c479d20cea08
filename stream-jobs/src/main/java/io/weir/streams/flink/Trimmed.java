package io.weir.streams.flink;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;

/**
 * Large events cut down for counting. Names become keys of state and of records, which must stay
 * well below what Kafka and Flink take; an event of a megabyte is one of somebody who sends names
 * of a megabyte. It still counts, under what is left of its names.
 */
final class Trimmed {
  /** Smaller events cannot hold anything too long, and are not looked at. */
  static final int BYTES_MIN = 16 * 1024;

  /** Characters of a text that are kept: Kubernetes and DNS know no name longer than 253. */
  static final int TEXT_MAX = 1_024;

  /** Entries of a list that are kept. */
  static final int LIST_MAX = 100;

  private Trimmed() {}

  /** The same event with shorter texts and lists. */
  static Message of(Message message) {
    Message.Builder builder = message.toBuilder();
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (field.isRepeated()) {
        List<?> all = (List<?>) entry.getValue();
        builder.clearField(field);
        all.stream()
            .limit(LIST_MAX)
            .forEach(one -> builder.addRepeatedField(field, value(field, one)));
      } else {
        builder.setField(field, value(field, entry.getValue()));
      }
    }
    return builder
        .setUnknownFields(com.google.protobuf.UnknownFieldSet.getDefaultInstance())
        .build();
  }

  private static Object value(FieldDescriptor field, Object value) {
    if (field.getJavaType() == JavaType.MESSAGE) {
      return of((Message) value);
    }
    if (value instanceof String text) {
      return text(text, TEXT_MAX);
    }
    if (value instanceof ByteString bytes && bytes.size() > TEXT_MAX) {
      return bytes.substring(0, TEXT_MAX);
    }
    return value;
  }

  /** At most so many characters of a text. */
  static String text(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    // Not between the halves of one character: that would be no text any more.
    return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
  }
}
