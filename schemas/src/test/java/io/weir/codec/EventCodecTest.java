package io.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import com.google.protobuf.Type;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import io.weir.codec.MessageGenerator.Fill;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Flow;
import io.weir.topic.Topic;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventCodecTest {
  private static final int MESSAGES = 200;

  private static Message prototype(EventCodec<?> codec) {
    return Internal.getDefaultInstance(codec.type());
  }

  @SuppressWarnings("unchecked") // the generator makes messages of the codec's own type
  private static EventCodec<Message> codec(Topic topic) {
    return (EventCodec<Message>) topic.codec();
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void everyFieldSurvivesAtItsExtremesAndWithUnknownFieldsAtEveryLevel(Topic topic)
      throws Exception {
    EventCodec<Message> codec = codec(topic);
    Set<String> touched = new TreeSet<>();
    for (int seed = 0; seed < MESSAGES; seed++) {
      MessageGenerator generator = new MessageGenerator(seed, Fill.EVERYTHING);
      Message message = generator.next(prototype(codec));
      assertThat(codec.decode(codec.encode(message))).as("seed %d", seed).isEqualTo(message);
      touched.addAll(generator.touched());
    }
    assertThat(touched)
        .as("every field was really tried")
        .isEqualTo(MessageGenerator.paths(prototype(codec).getDescriptorForType()));
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void presenceSurvivesWhereOnlySomeFieldsAreSet(Topic topic) throws Exception {
    EventCodec<Message> codec = codec(topic);
    MessageGenerator generator = new MessageGenerator(42, Fill.SOME);
    for (int i = 0; i < MESSAGES; i++) {
      Message message = generator.next(prototype(codec));
      Message decoded = codec.decode(codec.encode(message));
      assertThat(decoded).as("message %d of seed 42", i).isEqualTo(message);
      assertThat(decoded.toByteString()).isEqualTo(message.toByteString());
    }
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void avroItselfReadsAndWritesTheSameBytes(Topic topic) throws Exception {
    EventCodec<Message> codec = codec(topic);
    var decoder = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), codec.schema());
    var encoder = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), codec.schema());
    MessageGenerator generator = new MessageGenerator(7, Fill.EVERYTHING);
    for (int i = 0; i < 20; i++) {
      byte[] ours = codec.encode(generator.next(prototype(codec)));
      GenericRecord record = decoder.decode(ours);
      assertThat(encoder.encode(record).array()).startsWith(ours);
    }
  }

  @Test
  void arraysInSizedBlocksAreRead() throws Exception {
    EventCodec<FlowEvent> codec = Codecs.flows();
    byte[] ours = codec.encode(CodecBenchmark.typical());
    GenericRecord record =
        new BinaryMessageDecoder<GenericRecord>(GenericData.get(), codec.schema()).decode(ours);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(ours, 0, 10);
    BinaryEncoder blocks = new EncoderFactory().blockingBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(codec.schema()).write(record, blocks);
    blocks.flush();

    assertThat(out.toByteArray()).isNotEqualTo(ours);
    assertThat(codec.decode(out.toByteArray())).isEqualTo(CodecBenchmark.typical());
  }

  @Test
  void aWrapperThatHoldsZeroIsNotAnAbsentOne() throws Exception {
    FlowEvent without = FlowEvent.newBuilder().setFlow(Flow.getDefaultInstance()).build();
    FlowEvent with =
        FlowEvent.newBuilder().setFlow(Flow.newBuilder().setIsReply(BoolValue.of(false))).build();

    assertThat(Codecs.flows().decode(Codecs.flows().encode(without)).getFlow().hasIsReply())
        .isFalse();
    assertThat(Codecs.flows().decode(Codecs.flows().encode(with)).getFlow().hasIsReply()).isTrue();
  }

  @Test
  void theEmptyMessageSurvives() throws Exception {
    assertThat(Codecs.flows().decode(Codecs.flows().encode(FlowEvent.getDefaultInstance())))
        .isEqualTo(FlowEvent.getDefaultInstance());
  }

  @Test
  void whatAnOlderVersionKeptAsUnknownIsKnownToTheNewer() throws Exception {
    // As an older relay would hold a flow of a Hubble that already had field 34, the uuid.
    UnknownFieldSet uuid =
        UnknownFieldSet.newBuilder()
            .addField(
                Flow.UUID_FIELD_NUMBER,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("u-1"))
                    .build())
            .build();
    FlowEvent held =
        FlowEvent.newBuilder().setFlow(Flow.newBuilder().setUnknownFields(uuid)).build();

    Flow read = Codecs.flows().decode(Codecs.flows().encode(held)).getFlow();

    assertThat(read.getUuid()).isEqualTo("u-1");
    assertThat(read.getUnknownFields().asMap()).isEmpty();
  }

  @Test
  void messagesThatARecordCannotHoldAreRefusedWhenTheCodecIsMade() {
    // google.protobuf.Value contains itself: a few bytes could nest it without end.
    assertThatThrownBy(
            () -> RecordPlan.of(AvroMirror.schemaOf(Value.getDescriptor()), Value.getDescriptor()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(expected: ");
    // A type whose schema says text where the message says number.
    assertThatThrownBy(
            () ->
                RecordPlan.of(
                    new Schema.Parser()
                        .parse(
                            "{\"type\":\"record\",\"name\":\"Type\",\"fields\":"
                                + "[{\"name\":\"syntax\",\"type\":\"string\"}]}"),
                    Type.getDescriptor()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: readable as google.protobuf.Type.syntax");
  }

  @Test
  void theHeaderIsTheOneThatAvroSpecifies() {
    byte[] bytes = Codecs.flows().encode(FlowEvent.getDefaultInstance());

    assertThat(bytes).startsWith(0xC3, 0x01);
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2))
        .isEqualTo(SchemaNormalization.parsingFingerprint64(Codecs.flows().schema()));
  }
}
