package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.UDP;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ServerStatusResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code JsonFormat} is what is right; everything here is compared with it, byte by byte. */
class JsonAnswersTest {
  private static final long SEED = Long.getLong("weir.json.seed", new Random().nextLong());
  private static final JsonFormat.Printer REFERENCE =
      JsonFormat.printer()
          .preservingProtoFieldNames()
          .omittingInsignificantWhitespace()
          .usingTypeRegistry(
              JsonFormat.TypeRegistry.newBuilder().add(StringValue.getDescriptor()).build());

  private final JsonAnswers answers = new JsonAnswers(GetFlowsResponse.getDescriptor());

  private Optional<String> json(byte[] message) {
    return answers.write(message).map(JsonAnswersTest::text);
  }

  private static String text(JsonText json) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      json.writeTo(bytes);
      return bytes.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String reference(byte[] message) throws InvalidProtocolBufferException {
    return REFERENCE.print(GetFlowsResponse.parseFrom(message));
  }

  @Test
  void everyFieldOfEveryKindOfAnswerIsWrittenAsJsonFormatWritesIt() throws IOException {
    RandomMessages random = new RandomMessages(SEED);
    for (int i = 0; i < 5_000; i++) {
      byte[] message = random.next(GetFlowsResponse.getDefaultInstance()).toByteArray();
      assertThat(json(message)).as("seed %d, %d", SEED, i).contains(reference(message));
    }
    assertThat(random.touched())
        .as("every field was really tried")
        .containsAll(RandomMessages.paths(GetFlowsResponse.getDescriptor()));
  }

  /**
   * Flows that a damaged or foreign server sends: right, or left to those who say what is wrong.
   */
  @Test
  void whateverTheBytesAreTheAnswerIsTheSameOrNone() throws IOException {
    Random damage = new Random(SEED);
    RandomMessages random = new RandomMessages(SEED + 1);
    int written = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] message = random.next(GetFlowsResponse.getDefaultInstance()).toByteArray();
      for (int n = damage.nextInt(3); n >= 0 && message.length > 0; n--) {
        message[damage.nextInt(message.length)] = (byte) damage.nextInt(256);
      }
      Optional<String> json = json(message);
      if (json.isPresent()) {
        assertThat(json).as("seed %d, %d", SEED, i).contains(reference(message));
        written++;
      }
    }
    assertThat(written).isGreaterThan(1_000);
  }

  @Test
  void everyCharacterIsEscapedAsGsonDoes() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 251) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        all.appendCodePoint(c);
      }
    }
    for (String name : new String[] {all.toString(), all.substring(0, 128), "\u2028", "é<"}) {
      byte[] message = GetFlowsResponse.newBuilder().setNodeName(name).build().toByteArray();
      assertThat(json(message)).contains(reference(message));
    }
  }

  @Test
  void textThatIsNoUtf8IsLeftAlone() throws IOException {
    ByteString.Output message = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(message);
    out.writeByteArray(GetFlowsResponse.NODE_NAME_FIELD_NUMBER, new byte[] {'a', (byte) 0xc3});
    out.flush();
    assertThat(json(message.toByteString().toByteArray())).isEmpty();
  }

  @Test
  void timesHaveAsManyDigitsAsTheyNeedAndImpossibleOnesAreLeftAlone() throws IOException {
    long[] seconds = {
      0, -1, 1, 951_782_400, 1_772_366_400, -62_135_596_800L, 253_402_300_799L, 86_399, 86_400
    };
    int[] nanos = {0, 1, 999_999_999, 1_000, 10_000_000, 123_000_000, 123_456_000};
    for (long second : seconds) {
      for (int nano : nanos) {
        byte[] message = at(second, nano);
        assertThat(json(message)).contains(reference(message));
      }
    }
    assertThat(json(at(253_402_300_800L, 0))).isEmpty();
    assertThat(json(at(-62_135_596_801L, 0))).isEmpty();
    assertThat(json(at(0, -1))).isEmpty();
    assertThat(json(at(0, 1_000_000_000))).isEmpty();
  }

  private static byte[] at(long seconds, int nanos) {
    return GetFlowsResponse.newBuilder()
        .setTime(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos))
        .build()
        .toByteArray();
  }

  /** Protobuf lets a writer say what need not be said. */
  @Test
  void defaultsThatWereWrittenOutDoNotShow() throws IOException {
    ByteString.Output flow = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(flow);
    out.writeEnum(Flow.VERDICT_FIELD_NUMBER, 0);
    out.writeString(Flow.NODE_NAME_FIELD_NUMBER, "");
    out.writeByteArray(Flow.IS_REPLY_FIELD_NUMBER, new byte[] {8, 0});
    out.flush();
    byte[] message = answer(flow.toByteString());
    assertThat(json(message)).contains("{\"flow\":{\"is_reply\":false}}");
    assertThat(reference(message)).isEqualTo("{\"flow\":{\"is_reply\":false}}");
  }

  private static byte[] answer(ByteString flow) throws IOException {
    ByteString.Output message = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(message);
    out.writeBytes(GetFlowsResponse.FLOW_FIELD_NUMBER, flow);
    out.flush();
    return message.toByteString().toByteArray();
  }

  @Test
  void whatHasToBeMergedIsLeftAlone() throws IOException {
    ByteString named = Flow.newBuilder().setNodeName("a").build().toByteString();
    ByteString verdict = Flow.newBuilder().setVerdictValue(2).build().toByteString();
    assertThat(json(answer(named.concat(named)))).isEmpty();
    assertThat(json(answer(named.concat(verdict)))).as("the lower number last").isEmpty();
    ByteString both =
        l4(
            Layer4.newBuilder()
                .setTCP(TCP.getDefaultInstance())
                .build()
                .toByteString()
                .concat(
                    Layer4.newBuilder().setUDP(UDP.getDefaultInstance()).build().toByteString()));
    assertThat(json(answer(both))).isEmpty();
  }

  private static ByteString l4(ByteString layer) throws IOException {
    ByteString.Output flow = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(flow);
    out.writeBytes(Flow.L4_FIELD_NUMBER, layer);
    out.flush();
    return flow.toByteString();
  }

  @Test
  void anExtensionIsLeftAlone() {
    Flow flow = Flow.newBuilder().setExtensions(Any.pack(StringValue.of("x"))).build();
    assertThat(json(GetFlowsResponse.newBuilder().setFlow(flow).build().toByteArray())).isEmpty();
  }

  @Test
  void emptyMessagesAndWrappersShow() throws IOException {
    Flow flow =
        Flow.newBuilder()
            .setSource(Endpoint.getDefaultInstance())
            .setIsReply(BoolValue.getDefaultInstance())
            .build();
    byte[] message = GetFlowsResponse.newBuilder().setFlow(flow).build().toByteArray();
    assertThat(json(message)).contains("{\"flow\":{\"source\":{},\"is_reply\":false}}");
  }

  /** No flow has a floating number, but a type is complete or it is a trap. */
  @Test
  void floatingNumbersAreWrittenToo() throws IOException {
    for (double rate : new double[] {1.5, -0.0, 1e300, Double.NaN, Double.NEGATIVE_INFINITY}) {
      ServerStatusResponse status = ServerStatusResponse.newBuilder().setFlowsRate(rate).build();
      JsonAnswers others = new JsonAnswers(ServerStatusResponse.getDescriptor());
      assertThat(others.write(status.toByteArray()).map(JsonAnswersTest::text))
          .contains(REFERENCE.print(status));
    }
  }
}
