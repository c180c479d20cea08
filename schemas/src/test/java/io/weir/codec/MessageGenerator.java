package io.weir.codec;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes messages from their descriptor alone, so that a new field is filled the day it is added.
 * Remembers which field paths it has filled. Same seed, same messages.
 */
final class MessageGenerator {
  /** How much of a message is filled. */
  enum Fill {
    /** Every field, one member of each oneof, extreme values, unknown fields at every level. */
    EVERYTHING,
    /** A random part of the fields, present-with-zero among them. */
    SOME,
    /** Every field with values that JSON can show, and nothing unknown. */
    READABLE
  }

  private static final List<Integer> INTS =
      List.of(0, 1, -1, 127, 128, 65_535, Integer.MAX_VALUE, Integer.MIN_VALUE);
  private static final List<Long> LONGS =
      List.of(0L, 1L, -1L, 1L << 32, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE, -(1L << 31));
  private static final List<Double> DOUBLES =
      List.of(0.0, -0.0, 1.5, Double.MAX_VALUE, Double.MIN_VALUE, Double.NEGATIVE_INFINITY);
  private static final List<String> TEXTS =
      List.of("", "a", "böse Wörter", "日本語", "🙂", "\u0000", "x".repeat(300));

  private final Random random;
  private final Fill fill;
  private final Set<String> touched = new TreeSet<>();
  private Set<String> forced = Set.of();

  MessageGenerator(long seed, Fill fill) {
    this.random = new Random(seed);
    this.fill = fill;
  }

  /** Takes these members (full names) wherever their oneof occurs. */
  MessageGenerator forcing(String... members) {
    forced = Set.of(members);
    return this;
  }

  /** Paths such as {@code flow.source.labels} that were filled so far. */
  Set<String> touched() {
    return touched;
  }

  /** Every path that a message of this type can have, through oneofs and lists. */
  static Set<String> paths(Descriptor type) {
    Set<String> paths = new TreeSet<>();
    addPaths(type, "", paths);
    return paths;
  }

  private static void addPaths(Descriptor type, String prefix, Set<String> paths) {
    for (FieldDescriptor field : type.getFields()) {
      paths.add(prefix + field.getName());
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        addPaths(field.getMessageType(), prefix + field.getName() + ".", paths);
      }
    }
  }

  /** The next message. */
  <T extends Message> T next(T prototype) {
    @SuppressWarnings("unchecked") // a builder makes messages of its prototype's class
    T message = (T) message(prototype.newBuilderForType(), "");
    return message;
  }

  private Message message(Message.Builder builder, String prefix) {
    Descriptor type = builder.getDescriptorForType();
    if (fill == Fill.READABLE && type.getFullName().startsWith("google.protobuf.")) {
      return wellKnown(builder, prefix);
    }
    Set<FieldDescriptor> wanted = new HashSet<>(type.getFields());
    for (OneofDescriptor oneof : type.getOneofs()) {
      wanted.removeAll(oneof.getFields());
      wanted.add(member(oneof));
    }
    for (FieldDescriptor field : type.getFields()) {
      if (wanted.contains(field) && (fill != Fill.SOME || random.nextInt(3) == 0)) {
        set(builder, field, prefix + field.getName());
      }
    }
    if (fill == Fill.EVERYTHING || (fill == Fill.SOME && random.nextInt(5) == 0)) {
      builder.setUnknownFields(unknown());
    }
    return builder.build();
  }

  private FieldDescriptor member(OneofDescriptor oneof) {
    return oneof.getFields().stream()
        .filter(field -> forced.contains(field.getFullName()))
        .findFirst()
        .orElseGet(() -> pick(oneof.getFields()));
  }

  private void set(Message.Builder builder, FieldDescriptor field, String path) {
    touched.add(path);
    if (!field.isRepeated()) {
      builder.setField(field, value(builder, field, path));
      return;
    }
    int size = 1 + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      builder.addRepeatedField(field, value(builder, field, path));
    }
  }

  private Object value(Message.Builder builder, FieldDescriptor field, String path) {
    boolean readable = fill == Fill.READABLE;
    return switch (field.getJavaType()) {
      case INT -> !readable && random.nextBoolean() ? pick(INTS) : random.nextInt();
      case LONG -> !readable && random.nextBoolean() ? pick(LONGS) : random.nextLong();
      case DOUBLE -> !readable && random.nextBoolean() ? pick(DOUBLES) : random.nextDouble();
      case FLOAT -> random.nextFloat();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> readable ? field.getName() + "-" + random.nextInt(100) : pick(TEXTS);
      case BYTE_STRING -> bytes();
      case ENUM -> {
        List<?> known = field.getEnumType().getValues();
        yield random.nextInt(3) > 0
            ? pick(known)
            : field.getEnumType().findValueByNumberCreatingIfUnknown(pick(INTS));
      }
      case MESSAGE -> message(builder.newBuilderForField(field), path + ".");
    };
  }

  /** Types to which JSON gives a form of their own, and rules. */
  private Message wellKnown(Message.Builder builder, String prefix) {
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      touched.add(prefix + field.getName());
    }
    return switch (builder.getDescriptorForType().getName()) {
      case "Timestamp" ->
          Timestamp.newBuilder()
              .setSeconds(random.nextInt(Integer.MAX_VALUE))
              .setNanos(random.nextInt(1_000_000_000))
              .build();
      case "Any" -> Any.pack(StringValue.of("an extension"));
      default -> {
        FieldDescriptor value = builder.getDescriptorForType().getFields().get(0);
        yield builder.setField(value, value(builder, value, prefix)).build();
      }
    };
  }

  private UnknownFieldSet unknown() {
    UnknownFieldSet inner =
        UnknownFieldSet.newBuilder()
            .addField(3, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
            .build();
    return UnknownFieldSet.newBuilder()
        .addField(
            500_001,
            UnknownFieldSet.Field.newBuilder()
                .addVarint(random.nextLong())
                .addFixed32(random.nextInt())
                .build())
        .addField(
            500_002,
            UnknownFieldSet.Field.newBuilder()
                .addFixed64(random.nextLong())
                .addLengthDelimited(bytes())
                .addGroup(inner)
                .build())
        .build();
  }

  private ByteString bytes() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private <V> V pick(List<V> values) {
    return values.get(random.nextInt(values.size()));
  }
}
