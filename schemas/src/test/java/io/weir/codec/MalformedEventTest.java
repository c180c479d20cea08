package io.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import com.sun.management.ThreadMXBean;
import io.weir.codec.MessageGenerator.Fill;
import io.weir.event.v1.FlowEvent;
import io.weir.topic.Topic;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes that are not an event end in one exception, soon, and without much memory. */
class MalformedEventTest {
  private static final int HEADER = 10;
  private static final long ALLOCATION_MAX = 1 << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

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
      assertThat(decodeOrRefuse(topic, cut, "length " + length))
          .as("%d of %d bytes", length, bytes.length)
          .isEmpty();
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
  void aFlippedBitIsRefusedOrMakesAnotherMessage(Topic topic) throws Exception {
    // Nothing unknown: protobuf itself reads over some bits of fields that it does not know.
    byte[] bytes = encode(topic.codec(), Fill.READABLE);
    Message message = topic.codec().decode(bytes);
    for (int bit = 0; bit < bytes.length * 8; bit += step(bytes)) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      if (decodeOrRefuse(topic, flipped, "bit " + bit).filter(message::equals).isPresent()) {
        fail("bit %d changes nothing", bit);
      }
    }
  }

  /** Every bit of short events, every third or so of long ones; odd, to reach all of a byte. */
  private static int step(byte[] bytes) {
    return bytes.length * 8 / 4_000 | 1;
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void noFlippedBitFailsInAnotherWay(Topic topic) {
    byte[] bytes = valid(topic);
    for (int bit = 0; bit < bytes.length * 8; bit += step(bytes)) {
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
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[HEADER + random.nextInt(200)];
      random.nextBytes(bytes);
      if (i % 4 != 0) {
        System.arraycopy(header, 0, bytes, 0, HEADER);
      }
      decodeOrRefuse(topic, bytes, "seed " + seed + ", round " + i);
    }
  }

  /** Empty when refused. Any other end than these two fails. */
  private static Optional<Message> decodeOrRefuse(Topic topic, byte[] bytes, String which) {
    try {
      return Optional.of(decodeFrugally(topic, bytes));
    } catch (MalformedEventException expected) {
      return Optional.empty();
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
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      return topic.codec().decode(bytes);
    } finally {
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      if (allocated > ALLOCATION_MAX) {
        fail("%d bytes made it allocate %d", bytes.length, allocated);
      }
    }
  }
}
