package io.weir.streams.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class KeySerializerTest {
  private static byte[] bytes(TypeSerializer<String> serializer, String key) throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(key, out);
    return out.getCopyOfBuffer();
  }

  /** Checkpoints of earlier versions were written by Flink's, and must be read. */
  @Test
  void theBytesAreThoseOfFlinksOwnSerializer() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(i % 10 == 0 ? 400 : 20);
      int bound = new int[] {128, 256, 65_536}[i % 3];
      for (int j = 0; j < length; j++) {
        text.append((char) random.nextInt(bound));
      }
      String key = text.toString();
      byte[] bytes = bytes(KeySerializer.INSTANCE, key);
      assertThat(bytes).isEqualTo(bytes(StringSerializer.INSTANCE, key));
      assertThat(KeySerializer.INSTANCE.deserialize(new DataInputDeserializer(bytes)))
          .isEqualTo(key);
    }
  }

  @Test
  void stateOfFlinksOwnSerializerIsCompatibleAsItIs() {
    KeySerializer.Snapshot snapshot = new KeySerializer.Snapshot();
    assertThat(
            snapshot
                .resolveSchemaCompatibility(StringSerializer.INSTANCE.snapshotConfiguration())
                .isCompatibleAsIs())
        .isTrue();
    assertThat(
            snapshot
                .resolveSchemaCompatibility(KeySerializer.INSTANCE.snapshotConfiguration())
                .isCompatibleAsIs())
        .isTrue();
    assertThat(
            StringSerializer.INSTANCE
                .snapshotConfiguration()
                .resolveSchemaCompatibility(KeySerializer.INSTANCE.snapshotConfiguration())
                .isIncompatible())
        .as("a way back is not promised")
        .isTrue();
  }
}
