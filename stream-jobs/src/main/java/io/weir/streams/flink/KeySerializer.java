package io.weir.streams.flink;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Text keys, in the bytes of Flink's own serializer but written at once instead of one by one: a
 * key stands in a checkpoint once for every window and timer, and the small writes took half of the
 * time of checkpoints.
 */
final class KeySerializer extends TypeSerializerSingleton<String> {
  private static final long serialVersionUID = 1L;

  static final KeySerializer INSTANCE = new KeySerializer();

  /** Seven bits a byte, lowest first; the last byte has no eighth. */
  private static final int BITS = 7;

  private static final int MORE = 1 << BITS;
  private static final int INT_BYTES_MAX = 5;
  private static final int CHAR_BYTES_MAX = 3;

  private KeySerializer() {}

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public String createInstance() {
    return "";
  }

  @Override
  public String copy(String from) {
    return from;
  }

  @Override
  public String copy(String from, String reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(String key, DataOutputView target) throws IOException {
    byte[] bytes = new byte[INT_BYTES_MAX + CHAR_BYTES_MAX * key.length()];
    // 0 would be no text at all.
    int size = put(bytes, 0, key.length() + 1);
    for (int i = 0; i < key.length(); i++) {
      size = put(bytes, size, key.charAt(i));
    }
    target.write(bytes, 0, size);
  }

  private static int put(byte[] bytes, int at, int number) {
    int next = at;
    int left = number;
    while (left >= MORE) {
      bytes[next++] = (byte) (left | MORE);
      left >>>= BITS;
    }
    bytes[next++] = (byte) left;
    return next;
  }

  @Override
  public String deserialize(DataInputView source) throws IOException {
    return StringSerializer.INSTANCE.deserialize(source);
  }

  @Override
  public String deserialize(String reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    StringSerializer.INSTANCE.copy(source, target);
  }

  @Override
  public TypeSerializerSnapshot<String> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Reads what Flink's own serializer wrote, as it is. */
  public static final class Snapshot implements TypeSerializerSnapshot<String> {
    private static final int V1_NOTHING = 1;

    @Override
    public int getCurrentVersion() {
      return V1_NOTHING;
    }

    @Override
    public void writeSnapshot(DataOutputView out) {}

    @Override
    public void readSnapshot(int version, DataInputView in, ClassLoader loader) {}

    @Override
    public TypeSerializer<String> restoreSerializer() {
      return INSTANCE;
    }

    @Override
    public TypeSerializerSchemaCompatibility<String> resolveSchemaCompatibility(
        TypeSerializerSnapshot<String> old) {
      return old instanceof Snapshot || old instanceof StringSerializer.StringSerializerSnapshot
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }
}
