package io.weir.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.ResolvingDecoder;

/**
 * Lets Avro write and read protobuf messages under the schema that {@link AvroMirror} derives, with
 * Avro's own schema resolution between versions.
 *
 * <p>A field that the reader's schema has and the message has not is skipped; a message field that
 * the schema lacks cannot happen, since the schema is derived from the message (tested). Immutable
 * after construction, safe for use by several threads.
 */
final class ProtoData extends GenericData {
  private final Map<String, Plan> plans = new HashMap<>();

  ProtoData(Message prototype) {
    add(prototype);
  }

  private void add(Message prototype) {
    Descriptor type = prototype.getDescriptorForType();
    if (plans.containsKey(type.getFullName())) {
      return;
    }
    plans.put(type.getFullName(), new Plan(prototype));
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        add(prototype.newBuilderForType().newBuilderForField(field).getDefaultInstanceForType());
      }
    }
  }

  @Override
  @SuppressWarnings("rawtypes") // Avro's own signature
  public DatumWriter createDatumWriter(Schema schema) {
    return new Writer(schema, this);
  }

  @Override
  @SuppressWarnings("rawtypes") // Avro's own signature
  public DatumReader createDatumReader(Schema schema) {
    return new Reader(schema, schema, this);
  }

  @Override
  @SuppressWarnings("rawtypes") // Avro's own signature
  public DatumReader createDatumReader(Schema writer, Schema reader) {
    return new Reader(writer, reader, this);
  }

  private Plan plan(Schema record) {
    Plan plan = plans.get(record.getFullName());
    if (plan == null) {
      throw new IllegalArgumentException(
          "record: " + record.getFullName() + " (expected: one of " + plans.keySet() + ")");
    }
    return plan;
  }

  /** One message type, with its fields by name. */
  private static final class Plan {
    final Message prototype;
    final Map<String, FieldDescriptor> fields = new HashMap<>();

    Plan(Message prototype) {
      this.prototype = prototype;
      for (FieldDescriptor field : prototype.getDescriptorForType().getFields()) {
        fields.put(field.getName(), field);
      }
    }
  }

  private static final class Writer extends GenericDatumWriter<Object> {
    private final ProtoData data;

    Writer(Schema schema, ProtoData data) {
      super(schema, data);
      this.data = data;
    }

    @Override
    protected void writeRecord(Schema schema, Object datum, Encoder out) throws IOException {
      Message message = (Message) datum;
      Plan plan = data.plan(schema);
      for (Schema.Field field : schema.getFields()) {
        FieldDescriptor descriptor = plan.fields.get(field.name());
        if (descriptor == null) {
          out.writeBytes(unknownFields(message));
        } else if (descriptor.isRepeated()) {
          writeRepeated(field.schema().getElementType(), message, descriptor, out);
        } else if (descriptor.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          writeOptional(field.schema(), message, descriptor, out);
        } else {
          writeScalar(descriptor, message.getField(descriptor), out);
        }
      }
    }

    private static ByteBuffer unknownFields(Message message) {
      UnknownFieldSet unknown = message.getUnknownFields();
      return unknown.asMap().isEmpty()
          ? ByteBuffer.allocate(0)
          : unknown.toByteString().asReadOnlyByteBuffer();
    }

    private void writeOptional(
        Schema union, Message message, FieldDescriptor descriptor, Encoder out) throws IOException {
      if (message.hasField(descriptor)) {
        out.writeIndex(1);
        writeRecord(union.getTypes().get(1), message.getField(descriptor), out);
      } else {
        out.writeIndex(0);
        out.writeNull();
      }
    }

    private void writeRepeated(
        Schema element, Message message, FieldDescriptor descriptor, Encoder out)
        throws IOException {
      int size = message.getRepeatedFieldCount(descriptor);
      out.writeArrayStart();
      out.setItemCount(size);
      for (int i = 0; i < size; i++) {
        out.startItem();
        Object value = message.getRepeatedField(descriptor, i);
        if (descriptor.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          writeRecord(element, value, out);
        } else {
          writeScalar(descriptor, value, out);
        }
      }
      out.writeArrayEnd();
    }

    private static void writeScalar(FieldDescriptor descriptor, Object value, Encoder out)
        throws IOException {
      switch (descriptor.getType()) {
        case BOOL -> out.writeBoolean((Boolean) value);
        case STRING -> out.writeString((String) value);
        case BYTES -> out.writeBytes(((ByteString) value).asReadOnlyByteBuffer());
        case DOUBLE -> out.writeDouble((Double) value);
        case FLOAT -> out.writeFloat((Float) value);
        case ENUM -> out.writeInt(((EnumValueDescriptor) value).getNumber());
        case INT32, SINT32, SFIXED32 -> out.writeInt((Integer) value);
        case UINT32, FIXED32 -> out.writeLong(Integer.toUnsignedLong((Integer) value));
        case INT64, SINT64, SFIXED64, UINT64, FIXED64 -> out.writeLong((Long) value);
        case MESSAGE, GROUP -> throw new IllegalStateException(descriptor + " is no scalar");
      }
    }
  }

  private static final class Reader extends GenericDatumReader<Object> {
    private final ProtoData data;

    Reader(Schema writer, Schema reader, ProtoData data) {
      super(writer, reader, data);
      this.data = data;
    }

    @Override
    protected Object readRecord(Object old, Schema expected, ResolvingDecoder in)
        throws IOException {
      Plan plan = data.plan(expected);
      Message.Builder builder = plan.prototype.newBuilderForType();
      for (Schema.Field field : in.readFieldOrder()) {
        Object value = readWithoutConversion(null, field.schema(), in);
        FieldDescriptor descriptor = plan.fields.get(field.name());
        if (descriptor == null) {
          setUnknown(builder, (ByteBuffer) value);
        } else if (descriptor.isRepeated()) {
          setRepeated(builder, descriptor, (List<?>) value);
        } else if (descriptor.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          if (value != null) {
            builder.setField(descriptor, value);
          }
        } else {
          setScalar(builder, descriptor, value);
        }
      }
      return builder.build();
    }

    private static void setUnknown(Message.Builder builder, ByteBuffer bytes)
        throws InvalidProtocolBufferException {
      if (bytes.hasRemaining()) {
        builder.setUnknownFields(UnknownFieldSet.parseFrom(ByteString.copyFrom(bytes)));
      }
    }

    private static void setRepeated(
        Message.Builder builder, FieldDescriptor descriptor, List<?> values) {
      if (values.isEmpty()) {
        return;
      }
      List<Object> fields = new ArrayList<>(values.size());
      for (Object value : values) {
        fields.add(protoValue(descriptor, value));
      }
      builder.setField(descriptor, fields);
    }

    private static void setScalar(
        Message.Builder builder, FieldDescriptor descriptor, Object value) {
      Object field = protoValue(descriptor, value);
      // An explicit zero in a oneof would select that member; no oneof of ours holds a scalar.
      if (!field.equals(descriptor.getDefaultValue())) {
        builder.setField(descriptor, field);
      }
    }

    private static Object protoValue(FieldDescriptor descriptor, Object value) {
      return switch (descriptor.getType()) {
        case STRING -> value.toString();
        case BYTES -> ByteString.copyFrom((ByteBuffer) value);
        case ENUM -> descriptor.getEnumType().findValueByNumberCreatingIfUnknown((Integer) value);
        case UINT32, FIXED32 -> (int) (long) (Long) value;
        default -> value;
      };
    }
  }
}
