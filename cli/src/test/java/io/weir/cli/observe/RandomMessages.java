package io.weir.cli.observe;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Messages with every field that JSON can show, at extremes and at random, from descriptors. */
final class RandomMessages {
  private static final List<String> TEXTS =
      List.of("", "service-1", "a=b&<c>'\"\\", "böse\n", "日本語", "🙂\u2028\u007f", "\u0000\u001f");
  private static final List<Long> NUMBERS =
      List.of(0L, 1L, -1L, 127L, 1L << 31, -(1L << 31), Long.MAX_VALUE, Long.MIN_VALUE, 86_399L);

  private final Random random;
  private final Set<String> touched = new TreeSet<>();

  RandomMessages(long seed) {
    random = new Random(seed);
  }

  /** Fields by type and name that were filled so far. */
  Set<String> touched() {
    return touched;
  }

  /** All fields that a message of this type can have, but for those of protobuf's own types. */
  static Set<String> paths(Descriptor type) {
    Set<String> paths = new TreeSet<>();
    addPaths(type, paths);
    return paths;
  }

  private static void addPaths(Descriptor type, Set<String> paths) {
    for (FieldDescriptor field : type.getFields()) {
      boolean any = isMessage(field) && field.getMessageType().getName().equals("Any");
      if (!any && paths.add(field.getFullName()) && isMessage(field) && !isKnown(field)) {
        addPaths(field.getMessageType(), paths);
      }
    }
  }

  private static boolean isMessage(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
  }

  private static boolean isKnown(FieldDescriptor field) {
    return field.getMessageType().getFile().getPackage().equals("google.protobuf");
  }

  Message next(Message prototype) {
    return fill(prototype.newBuilderForType(), 2 + random.nextInt(3));
  }

  private Message fill(Message.Builder builder, int oneInSkipped) {
    Descriptor type = builder.getDescriptorForType();
    if (type.getName().equals("Timestamp")) {
      return time(builder);
    }
    for (FieldDescriptor field : type.getFields()) {
      OneofDescriptor oneof = field.getRealContainingOneof();
      boolean member =
          oneof == null || oneof.getField(random.nextInt(oneof.getFieldCount())) == field;
      boolean any = isMessage(field) && field.getMessageType().getName().equals("Any");
      if (any || !member || random.nextInt(oneInSkipped) == 0) {
        continue;
      }
      touched.add(field.getFullName());
      if (field.isRepeated()) {
        for (int i = random.nextInt(4); i > 0; i--) {
          builder.addRepeatedField(field, value(builder, field, oneInSkipped));
        }
      } else {
        builder.setField(field, value(builder, field, oneInSkipped));
      }
    }
    if (random.nextInt(8) == 0) {
      builder.setUnknownFields(unknown());
    }
    return builder.build();
  }

  private Message time(Message.Builder builder) {
    Descriptor type = builder.getDescriptorForType();
    return builder
        .setField(
            type.findFieldByName("seconds"), random.nextLong(-62_135_596_800L, 253_402_300_800L))
        .setField(type.findFieldByName("nanos"), random.nextInt(1_000_000_000))
        .build();
  }

  private Object value(Message.Builder builder, FieldDescriptor field, int oneInSkipped) {
    return switch (field.getJavaType()) {
      case INT -> (int) number();
      case LONG -> number();
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
      case BYTE_STRING -> ByteString.copyFromUtf8("" + random.nextInt());
      case ENUM ->
          field
              .getEnumType()
              .findValueByNumberCreatingIfUnknown(
                  random.nextInt(4) == 0
                      ? random.nextInt()
                      : field
                          .getEnumType()
                          .getValues()
                          .get(random.nextInt(field.getEnumType().getValues().size()))
                          .getNumber());
      case MESSAGE -> fill(builder.newBuilderForField(field), oneInSkipped);
    };
  }

  private long number() {
    return random.nextBoolean() ? random.nextLong() : NUMBERS.get(random.nextInt(NUMBERS.size()));
  }

  private UnknownFieldSet unknown() {
    return UnknownFieldSet.newBuilder()
        .addField(
            500_001,
            UnknownFieldSet.Field.newBuilder()
                .addVarint(random.nextLong())
                .addFixed32(random.nextInt())
                .addFixed64(random.nextLong())
                .addLengthDelimited(ByteString.copyFromUtf8("new"))
                .build())
        .build();
  }
}
