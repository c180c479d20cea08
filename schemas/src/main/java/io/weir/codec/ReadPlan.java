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
  /** What is done next. */
  private interface Step {
    void read(ByteReader in, Sink sink) throws IOException;
  }

  /** Over so many integers one after the other. */
  private record Integers(int count) implements Step {
    @Override
    public void read(ByteReader in, Sink sink) throws IOException {
      in.skipVarints(count);
    }
  }

  /** Over so many bytes. */
  private record Bytes(int count) implements Step {
    @Override
    public void read(ByteReader in, Sink sink) throws IOException {
      in.skip(count);
    }
  }

  /** Over so many lengths one after the other, each with as many bytes. */
  private record Sized(int count) implements Step {
    @Override
    public void read(ByteReader in, Sink sink) throws IOException {
      in.skipSized(count);
    }
  }

  /** Over an array of lengths, each with as many bytes. */
  private record EachSized() implements Step {
    @Override
    public void read(ByteReader in, Sink sink) throws IOException {
      for (long left = in.readBlock(); left > 0; left = in.readBlock()) {
        in.skipSized(left);
      }
    }
  }

  /** An array of what another step reads. */
  private record Each(Step element) implements Step {
    @Override
    public void read(ByteReader in, Sink sink) throws IOException {
      for (long left = in.readBlock(); left > 0; left = in.readBlock()) {
        for (; left > 0; left--) {
          element.read(in, sink);
        }
      }
    }
  }

  /** A value in several steps. */
  private record Steps(ReadPlan plan) implements Step {
    @Override
    public void read(ByteReader in, Sink sink) throws IOException {
      plan.read(in, sink);
    }
  }

  private record Bool(int slot) implements Step {
    @Override
    public void read(ByteReader in, Sink sink) throws IOException {
      if (in.readBoolean()) {
        sink.number(slot, 1);
      }
    }
  }

  private record Numeric(int slot, FieldDescriptor.Type type) implements Step {
    @Override
    public void read(ByteReader in, Sink sink) throws IOException {
      long value = in.readZigzag();
      if (value != 0) {
        sink.number(slot, WireNumber.requireInRange(type, value));
      }
    }
  }

  /**
   * @param always also when empty, as elements of lists are
   */
  private record Text(int slot, boolean always, SharedValues.Reading<String> reading)
      implements Step {
    @Override
    public void read(ByteReader in, Sink sink) throws IOException {
      int length = in.readLength();
      int start = in.skip(length);
      if (always || length > 0) {
        sink.text(slot, reading.read(in.array(), start, length));
      }
    }
  }

  /**
   * @param over the way to its end
   */
  private record Whole(int slot, ReadPlan over, SharedValues.Reading<Message> reading)
      implements Step {
    @Override
    public void read(ByteReader in, Sink sink) throws IOException {
      int start = in.position();
      over.readOver(in);
      sink.message(slot, reading.read(in.array(), start, in.position() - start));
    }
  }

  /** What may be absent, of what another step reads; told if it has a slot. */
  private record IfPresent(int slot, Step step) implements Step {
    @Override
    public void read(ByteReader in, Sink sink) throws IOException {
      if (in.readPresence()) {
        if (slot != Wanted.NO_SLOT) {
          sink.present(slot);
        }
        step.read(in, sink);
      }
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
    Collected steps = new Collected();
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
    Collected steps = new Collected();
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
        return new IfPresent(wanted.slot(), new Steps(of(value, message, wanted, shared)));
      }
      Step whole =
          new Whole(wanted.slot(), over(value), shared.messages(value, message, wanted.isShared()));
      return field.isRepeated() ? new Each(whole) : new IfPresent(Wanted.NO_SLOT, whole);
    }
    RecordPlan.requireReadable(value, field);
    if (field.getType() == FieldDescriptor.Type.STRING) {
      Step text = new Text(wanted.slot(), field.isRepeated(), shared.texts(wanted.isShared()));
      return field.isRepeated() ? new Each(text) : text;
    }
    boolean integer = value.getType() == Schema.Type.INT || value.getType() == Schema.Type.LONG;
    if (field.isRepeated() || !(integer || value.getType() == Schema.Type.BOOLEAN)) {
      throw new IllegalArgumentException(
          "field: " + field.getFullName() + " (expected: a text, an integer, or a message)");
    }
    return integer ? new Numeric(wanted.slot(), field.getType()) : new Bool(wanted.slot());
  }

  /** Reads over one value. */
  void readOver(ByteReader in) throws IOException {
    read(in, NOBODY);
  }

  /** Reads one value. */
  void read(ByteReader in, Sink sink) throws IOException {
    for (Step step : steps) {
      step.read(in, sink);
    }
  }

  /** Collects steps; what is read over in a row becomes one. */
  private static final class Collected {
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
        case BOOLEAN -> bytes(1);
        case INT, LONG, ENUM -> integer();
        case FLOAT -> bytes(Float.BYTES);
        case DOUBLE -> bytes(Double.BYTES);
        case FIXED -> bytes(schema.getFixedSize());
        case STRING, BYTES -> sized();
        case UNION ->
            steps.add(
                new IfPresent(Wanted.NO_SLOT, new Steps(ReadPlan.over(RecordPlan.value(schema)))));
        case RECORD -> schema.getFields().forEach(field -> over(field.schema()));
        case ARRAY -> steps.add(array(schema.getElementType()));
        case MAP -> throw new IllegalArgumentException("schema: " + schema + " (expected: no map)");
      }
    }

    private static Step array(Schema element) {
      return switch (element.getType()) {
        case STRING, BYTES -> new EachSized();
        default -> new Each(new Steps(ReadPlan.over(element)));
      };
    }

    private void sized() {
      if (last() instanceof Sized before) {
        steps.set(steps.size() - 1, new Sized(before.count() + 1));
      } else {
        steps.add(new Sized(1));
      }
    }

    private void integer() {
      if (last() instanceof Integers before) {
        steps.set(steps.size() - 1, new Integers(before.count() + 1));
      } else {
        steps.add(new Integers(1));
      }
    }

    private void bytes(int count) {
      if (last() instanceof Bytes before) {
        steps.set(steps.size() - 1, new Bytes(before.count() + count));
      } else {
        steps.add(new Bytes(count));
      }
    }

    private @Nullable Step last() {
      return steps.isEmpty() ? null : steps.get(steps.size() - 1);
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
