package io.weir.streams.flink;

import io.weir.streams.state.StateFormat;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Lets Flink use a {@link StateFormat}: a length, then the format's own bytes.
 *
 * @param <T> the values
 */
final class FormatSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1L;

  private static final int BUFFER_BYTES = 1 << 10;
  private static final int BUFFER_BYTES_MAX = 1 << 16;

  // A checkpoint writes every window and connection, each by itself.
  private static final ThreadLocal<DataOutputSerializer> BUFFERS =
      ThreadLocal.withInitial(() -> new DataOutputSerializer(BUFFER_BYTES));

  private final StateFormat<T> format;

  FormatSerializer(StateFormat<T> format) {
    this.format = format;
  }

  StateFormat<T> format() {
    return format;
  }

  @Override
  public boolean isImmutableType() {
    return format.isImmutable();
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  @SuppressWarnings("NullAway") // Flink asks for an instance, and accepts none
  public T createInstance() {
    return null;
  }

  @Override
  public T copy(T from) {
    if (format.isImmutable()) {
      return from;
    }
    try {
      return format.decode(format.encode(from));
    } catch (IOException e) {
      throw new IllegalStateException(format.name() + " cannot read what it wrote", e);
    }
  }

  @Override
  public T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    if (target instanceof DataOutputSerializer network) {
      write(value, network);
      return;
    }
    DataOutputSerializer buffer = BUFFERS.get();
    buffer.clear();
    write(value, buffer);
    target.write(buffer.getSharedBuffer(), 0, buffer.length());
    if (buffer.getSharedBuffer().length > BUFFER_BYTES_MAX) {
      BUFFERS.remove();
    }
  }

  /** The length is known last and stands first. */
  private void write(T value, DataOutputSerializer out) throws IOException {
    int start = out.length();
    out.writeInt(0);
    format.encode(value, out);
    out.writeIntUnsafe(out.length() - start - Integer.BYTES, start);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return format.decode(bytes);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    int length = source.readInt();
    target.writeInt(length);
    target.write(source, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FormatSerializer<?> that
        && that.format.getClass().equals(format.getClass());
  }

  @Override
  public int hashCode() {
    return format.getClass().hashCode();
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new FormatSerializerSnapshot<>(format);
  }
}
