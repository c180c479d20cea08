package io.weir.conformance;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.weir.hubble.flow.AgentEvent;
import io.weir.hubble.flow.DebugEvent;
import io.weir.hubble.flow.Flow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Flows made from the descriptor, so that a new field of {@code flow.Flow} is filled the day it is
 * added. Fields that filters look at speak the few {@link Words} of one world, so that values meet;
 * all others get anything. Same seed, same flows.
 */
final class MadeEvents {
  /** Long after the recordings, so that both kinds can be told apart by time. */
  static final Instant START = Instant.parse("2026-06-01T10:00:00Z");

  /** Every so many flows carry an extension, whose type nobody knows. */
  static final int EXTENSION_EVERY = 25;

  private static final int NANOS_APART = 250_000_000;

  private final Random random;
  private final Words words;

  MadeEvents(long seed) {
    this.random = new Random(seed);
    this.words = new Words(random);
  }

  /** When the {@code n}-th flow happens: four times in each second, and some at the same time. */
  static Timestamp time(int n) {
    long ns = (n - n % 3) * (long) NANOS_APART;
    return Timestamp.newBuilder()
        .setSeconds(START.getEpochSecond() + ns / 1_000_000_000)
        .setNanos((int) (ns % 1_000_000_000))
        .build();
  }

  /** The next {@code count} flows, in order of time. */
  List<Flow> flows(int count) {
    List<Flow> flows = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      Flow.Builder flow = ((Flow) message(Flow.newBuilder())).toBuilder();
      flow.setUuid("made-" + n).setTime(time(n)).clearExtensions();
      if (n % EXTENSION_EVERY == 0) {
        flow.setExtensions(Any.pack(StringValue.of("an extension"))).setUnknownFields(unknown(n));
      }
      flows.add(flow.build());
    }
    return flows;
  }

  /** The next {@code count} things that agents did. */
  List<AgentEvent> agentEvents(int count) {
    List<AgentEvent> events = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      events.add((AgentEvent) message(AgentEvent.newBuilder()));
    }
    return events;
  }

  /** The next {@code count} things that a datapath said in debug mode. */
  List<DebugEvent> debugEvents(int count) {
    List<DebugEvent> events = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      events.add((DebugEvent) message(DebugEvent.newBuilder()));
    }
    return events;
  }

  private Message message(Message.Builder builder) {
    Descriptor type = builder.getDescriptorForType();
    Set<FieldDescriptor> wanted = new HashSet<>(type.getFields());
    for (OneofDescriptor oneof : type.getOneofs()) {
      wanted.removeAll(oneof.getFields());
      wanted.add(oneof.getField(random.nextInt(oneof.getFieldCount())));
    }
    for (FieldDescriptor field : type.getFields()) {
      // Not always: absent is a value, too.
      if (wanted.contains(field) && random.nextInt(7) > 0) {
        set(builder, field);
      }
    }
    return builder.build();
  }

  private void set(Message.Builder builder, FieldDescriptor field) {
    if (!field.isRepeated()) {
      builder.setField(field, value(builder, field));
    } else if (words.isList(field)) {
      words.list(field).forEach(value -> builder.addRepeatedField(field, value));
    } else {
      for (int i = random.nextInt(4); i > 0; i--) {
        builder.addRepeatedField(field, value(builder, field));
      }
    }
  }

  private Object value(Message.Builder builder, FieldDescriptor field) {
    if (words.has(field)) {
      return words.of(field);
    }
    return switch (field.getJavaType()) {
      case INT -> random.nextInt();
      case LONG -> random.nextLong();
      case DOUBLE -> random.nextDouble();
      case FLOAT -> random.nextFloat();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> field.getName() + "-" + random.nextInt(100);
      case BYTE_STRING -> ByteString.copyFromUtf8("bytes");
      case ENUM ->
          // Now and then a number of a newer Hubble.
          random.nextInt(20) == 0
              ? field.getEnumType().findValueByNumberCreatingIfUnknown(99)
              : field
                  .getEnumType()
                  .getValues()
                  .get(random.nextInt(field.getEnumType().getValues().size()));
      case MESSAGE -> message(builder.newBuilderForField(field));
    };
  }

  private static UnknownFieldSet unknown(int n) {
    return UnknownFieldSet.newBuilder()
        .addField(50_000, UnknownFieldSet.Field.newBuilder().addVarint(n).build())
        .build();
  }
}
