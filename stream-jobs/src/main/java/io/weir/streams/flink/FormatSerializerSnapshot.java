package io.weir.streams.flink;

import io.weir.streams.state.StateFormat;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Names the format in a checkpoint. Every value carries its own version, so any checkpoint written
 * by the same format is compatible as it is.
 *
 * @param <T> the values
 */
public final class FormatSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {
  private static final int V1_CLASS_NAME = 1;

  private @Nullable StateFormat<T> format;

  /** For Flink, which then calls {@link #readSnapshot}. */
  public FormatSerializerSnapshot() {}

  FormatSerializerSnapshot(StateFormat<T> format) {
    this.format = format;
  }

  @Override
  public int getCurrentVersion() {
    return V1_CLASS_NAME;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(known().getClass().getName());
  }

  @Override
  @SuppressWarnings("unchecked") // the class was written for this state
  public void readSnapshot(int version, DataInputView in, ClassLoader loader) throws IOException {
    String name = in.readUTF();
    try {
      format =
          (StateFormat<T>) Class.forName(name, true, loader).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IOException("state format: " + name + " (expected: a class of this version)", e);
    }
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    return new FormatSerializer<>(known());
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    return old instanceof FormatSerializerSnapshot<T> before
            && before.known().getClass().equals(known().getClass())
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.incompatible();
  }

  private StateFormat<T> known() {
    if (format == null) {
      throw new IllegalStateException("The snapshot was neither read nor made from a format.");
    }
    return format;
  }
}
