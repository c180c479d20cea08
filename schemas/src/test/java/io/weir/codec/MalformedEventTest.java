package io.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import com.sun.management.ThreadMXBean;
import io.weir.codec.MessageGenerator.Fill;
import io.weir.event.v1.FlowEvent;
import io.weir.topic.Topic;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes that are not an event end in one exception, soon, and without much memory. */
class MalformedEventTest {
  private static final int HEADER = 10;
  private static final long ALLOCATION_MAX = 1 << 20;

  private static byte[] valid(Topic topic) {
    return encode(topic.codec(), Fill.EVERYTHING);
  }

  private static <T extends Message> byte[] encode(EventCodec<T> codec, Fill fill) {
    T prototype = Internal.getDefaultInstance(codec.type());
    return codec.encode(new MessageGenerator(1, fill).next(prototype));
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void everyTruncationIsRefused(Topic topic) {
    byte[] bytes = valid(topic);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> topic.codec().decode(cut))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(MalformedEventException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void bytesLeftOverAreRefused(Topic topic) {
    byte[] bytes = valid(topic);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

    assertThatThrownBy(() -> topic.codec().decode(longer))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("1 bytes left over at offset " + bytes.length);
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void everyFlippedBitIsRefusedOrMakesAnotherMessage(Topic topic) throws Exception {
    // Nothing unknown: protobuf itself reads over some bits of fields that it does not know.
    byte[] bytes = encode(topic.codec(), Fill.READABLE);
    Message message = topic.codec().decode(bytes);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        Message other = decodeFrugally(topic, flipped);
        assertThat(other.equals(message)).as("bit %d changes nothing", bit).isFalse();
      } catch (MalformedEventException expected) {
        assertThat(expected).hasMessageContaining("(expected: Avro single-object encoding)");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void noFlippedBitFailsInAnotherWay(Topic topic) {
    byte[] bytes = valid(topic);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      decodeOrRefuse(topic, flipped, "bit " + bit);
    }
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void randomBytesNeverFailInAnotherWay(Topic topic) {
    byte[] header = Arrays.copyOf(valid(topic), HEADER);
    long seed = 20_261_122;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[HEADER + random.nextInt(200)];
      random.nextBytes(bytes);
      if (i % 4 != 0) {
        System.arraycopy(header, 0, bytes, 0, HEADER);
      }
      decodeOrRefuse(topic, bytes, "seed " + seed + ", round " + i);
    }
  }

  private static void decodeOrRefuse(Topic topic, byte[] bytes, String which) {
    try {
      decodeFrugally(topic, bytes);
    } catch (MalformedEventException expected) {
      assertThat(expected).hasCauseInstanceOf(IOException.class);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(which + ": " + Arrays.toString(bytes), e);
    }
  }

  @Test
  void aLengthOfGigabytesAllocatesNothing() {
    byte[] header = Arrays.copyOf(Codecs.flows().encode(FlowEvent.getDefaultInstance()), HEADER);
    ByteWriter bytes = new ByteWriter(64);
    bytes.writeBytes(header, 0, HEADER);
    bytes.writeZigzag(1); // the header is present
    bytes.writeZigzag(Integer.MAX_VALUE); // and its first text is 2 GiB long
    bytes.writeFixed(0, 8);

    assertThatThrownBy(() -> decodeFrugally(Topic.FLOWS, bytes.toByteArray()))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("length: 2147483647 at offset 16 (expected: 0 to 8)");
  }

  @Test
  void anUnknownSchemaIsNamed() {
    byte[] bytes = valid(Topic.DNS);

    assertThatThrownBy(() -> Codecs.flows().decode(bytes))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageMatching(
            "value: not a readable FlowEvent: schema fingerprint [0-9a-f]{16} is not known here"
                + " \\(expected: Avro single-object encoding\\)");
  }

  private static Message decodeFrugally(Topic topic, byte[] bytes) throws MalformedEventException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      return topic.codec().decode(bytes);
    } finally {
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOCATION_MAX);
    }
  }
}
