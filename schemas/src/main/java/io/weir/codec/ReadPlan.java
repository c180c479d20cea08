package io.weir.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.weir.codec.FieldReader.Sink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How to walk through one Avro record: over what nobody wants, in as few steps as that takes, and
 * into what somebody does. Worked out once. Trusts nothing that it reads.
 */
final class ReadPlan {
  private enum Kind {
    /** Read over: so many integers one after the other. */
    INTEGERS,
    /** Read over: so many bytes. */
    BYTES,
    /** Read over: a length, and as many bytes. */
    LENGTH,
    /** Read over, or into: what may be absent. */
    OPTIONAL,
    /** Read over: an array. */
    ARRAY,
    BOOLEAN,
    NUMBER,
    TEXT,
    TEXTS,
    MESSAGE,
    MESSAGES
  }

  /**
   * @param size of {@link Kind#INTEGERS} and {@link Kind#BYTES}
   * @param slot of what is wanted, else {@link Wanted#NO_SLOT}
   * @param inside of what has an inside; where that is wanted whole, the way over it
   * @param texts reads what is wanted as text
   * @param messages reads what is wanted as a message
   */
  private record Step(
      Kind kind,
      int size,
      int slot,
      FieldDescriptor.@Nullable Type type,
      @Nullable ReadPlan inside,
      SharedValues.@Nullable Reading<String> texts,
      SharedValues.@Nullable Reading<Message> messages) {
    static Step over(Kind kind, int size, @Nullable ReadPlan inside) {
      return new Step(kind, size, Wanted.NO_SLOT, null, inside, null, null);
    }
  }

  /** For plans that want nothing. */
  private static final Sink NOBODY =
      new Sink() {
        @Override
        public void number(int slot, long value) {}

        @Override
        public void text(int slot, String text) {}

        @Override
        public void message(int slot, Message message) {}

        @Override
        public void present(int slot) {}
      };

  /** Reads nothing. */
  static final ReadPlan NOTHING = new ReadPlan(List.of());

  private final Step[] steps;

  private ReadPlan(List<Step> steps) {
    this.steps = steps.toArray(Step[]::new);
  }

  /** The way over a value of {@code schema}. */
  static ReadPlan over(Schema schema) {
    Steps steps = new Steps();
    steps.over(schema);
    return steps.plan();
  }

  /**
   * @param message an instance of what the record holds
   * @throws IllegalArgumentException if the message does not have a wanted field, or one that
   *     cannot be read alone
   */
  static ReadPlan of(Schema record, Message message, Wanted wanted) {
    return of(record, message, wanted, new Shared());
  }

  private static ReadPlan of(Schema record, Message message, Wanted wanted, Shared shared) {
    Descriptor descriptor = message.getDescriptorForType();
    wanted.requireKnown(name -> descriptor.findFieldByName(name) != null, descriptor.getFullName());
    Steps steps = new Steps();
    for (Schema.Field field : record.getFields()) {
      FieldDescriptor known = descriptor.findFieldByName(field.name());
      Wanted within = wanted.field(field.name());
      if (known == null || within == null) {
        steps.over(field.schema());
      } else {
        steps.add(step(field.schema(), known, message, within, shared));
      }
    }
    return steps.plan();
  }

  private static Step step(
      Schema schema, FieldDescriptor field, Message parent, Wanted wanted, Shared shared) {
    Schema value = RecordPlan.value(schema);
    if (field.getType() == FieldDescriptor.Type.MESSAGE) {
      Message message = parent.newBuilderForType().newBuilderForField(field).build();
      if (wanted.isPart()) {
        if (field.isRepeated()) {
          throw new IllegalArgumentException(
              "field: " + field.getFullName() + " (expected: of a list, whole messages)");
        }
        ReadPlan inside = of(value, message, wanted, shared);
        return new Step(Kind.OPTIONAL, 0, wanted.slot(), null, inside, null, null);
      }
      Kind kind = field.isRepeated() ? Kind.MESSAGES : Kind.MESSAGE;
      var messages = shared.messages(value, message, wanted.isShared());
      return new Step(kind, 0, wanted.slot(), null, over(value), null, messages);
    }
    RecordPlan.requireReadable(value, field);
    if (field.getType() == FieldDescriptor.Type.STRING) {
      Kind kind = field.isRepeated() ? Kind.TEXTS : Kind.TEXT;
      return new Step(kind, 0, wanted.slot(), null, null, shared.texts(wanted.isShared()), null);
    }
    boolean integer = value.getType() == Schema.Type.INT || value.getType() == Schema.Type.LONG;
    if (field.isRepeated() || !(integer || value.getType() == Schema.Type.BOOLEAN)) {
      throw new IllegalArgumentException(
          "field: " + field.getFullName() + " (expected: a text, an integer, or a message)");
    }
    Kind kind = integer ? Kind.NUMBER : Kind.BOOLEAN;
    return new Step(kind, 0, wanted.slot(), field.getType(), null, null, null);
  }

  /** Reads over one value. */
  void readOver(ByteReader in) throws IOException {
    read(in, NOBODY);
  }

  /** Reads one value. */
  void read(ByteReader in, Sink sink) throws IOException {
    for (Step step : steps) {
      switch (step.kind) {
        case INTEGERS -> in.skipVarints(step.size);
        case BYTES -> in.skip(step.size);
        case LENGTH -> in.skip(in.readLength());
        case OPTIONAL -> {
          if (in.readPresence()) {
            if (step.slot != Wanted.NO_SLOT) {
              sink.present(step.slot);
            }
            step.inside.read(in, sink);
          }
        }
        case ARRAY -> {
          for (long left = in.readBlock(); left > 0; left = in.readBlock()) {
            for (; left > 0; left--) {
              step.inside.read(in, sink);
            }
          }
        }
        case BOOLEAN -> {
          if (in.readBoolean()) {
            sink.number(step.slot, 1);
          }
        }
        case NUMBER -> {
          long value = in.readZigzag();
          if (value != 0) {
            sink.number(step.slot, WireNumber.requireInRange(step.type, value));
          }
        }
        case TEXT -> text(step, in, sink);
        case TEXTS -> {
          for (long left = in.readBlock(); left > 0; left = in.readBlock()) {
            for (; left > 0; left--) {
              text(step, in, sink);
            }
          }
        }
        case MESSAGE -> {
          if (in.readPresence()) {
            message(step, in, sink);
          }
        }
        case MESSAGES -> {
          for (long left = in.readBlock(); left > 0; left = in.readBlock()) {
            for (; left > 0; left--) {
              message(step, in, sink);
            }
          }
        }
      }
    }
  }

  private static void text(Step step, ByteReader in, Sink sink) throws IOException {
    int length = in.readLength();
    int start = in.skip(length);
    if (length > 0 || step.kind == Kind.TEXTS) {
      sink.text(step.slot, step.texts.read(in.array(), start, length));
    }
  }

  private static void message(Step step, ByteReader in, Sink sink) throws IOException {
    int start = in.position();
    step.inside.readOver(in);
    sink.message(step.slot, step.messages.read(in.array(), start, in.position() - start));
  }

  /** Collects steps; what is read over in a row becomes one. */
  private static final class Steps {
    private final List<Step> steps = new ArrayList<>();

    ReadPlan plan() {
      return new ReadPlan(steps);
    }

    void add(Step step) {
      steps.add(step);
    }

    void over(Schema schema) {
      switch (schema.getType()) {
        case NULL -> {}
        case BOOLEAN -> over(Kind.BYTES, 1);
        case INT, LONG, ENUM -> over(Kind.INTEGERS, 1);
        case FLOAT -> over(Kind.BYTES, Float.BYTES);
        case DOUBLE -> over(Kind.BYTES, Double.BYTES);
        case FIXED -> over(Kind.BYTES, schema.getFixedSize());
        case STRING, BYTES -> steps.add(Step.over(Kind.LENGTH, 0, null));
        case UNION ->
            steps.add(Step.over(Kind.OPTIONAL, 0, ReadPlan.over(RecordPlan.value(schema))));
        case RECORD -> schema.getFields().forEach(field -> over(field.schema()));
        case ARRAY -> steps.add(Step.over(Kind.ARRAY, 0, ReadPlan.over(schema.getElementType())));
        case MAP -> throw new IllegalArgumentException("schema: " + schema + " (expected: no map)");
      }
    }

    private void over(Kind kind, int size) {
      int last = steps.size() - 1;
      if (last >= 0 && steps.get(last).kind() == kind) {
        steps.set(last, Step.over(kind, steps.get(last).size() + size, null));
      } else {
        steps.add(Step.over(kind, size, null));
      }
    }
  }

  /** Values that all fields of a type have in common. */
  private static final class Shared {
    private final SharedValues<String> texts = new SharedValues<>(FieldReader::text);
    private final Map<String, SharedValues<Message>> messages = new HashMap<>();

    SharedValues.Reading<String> texts(boolean shared) {
      return shared ? texts::of : FieldReader::text;
    }

    SharedValues.Reading<Message> messages(Schema schema, Message message, boolean shared) {
      RecordPlan plan = RecordPlan.of(schema, message.getDescriptorForType());
      SharedValues.Reading<Message> reading =
          (bytes, from, length) -> {
            ByteWriter wire = new ByteWriter(length + 64);
            new AvroToWire(new ByteReader(bytes, from, from + length), wire).read(plan);
            return message.getParserForType().parseFrom(wire.array(), 0, wire.size());
          };
      if (!shared) {
        return reading;
      }
      String type = message.getDescriptorForType().getFullName();
      return messages.computeIfAbsent(type, unused -> new SharedValues<>(reading))::of;
    }
  }
}
