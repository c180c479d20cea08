package io.weir.codec;

import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/**
 * One topic's value: a protobuf message in memory, Avro single-object encoding on the wire (two
 * marker bytes, the schema's 64-bit CRC fingerprint, the Avro body).
 *
 * <p>Lossless: {@code decode(encode(m)).equals(m)} for every message, unknown fields and unknown
 * enum numbers included. Reads its own schema and every older one that is listed with it. Safe for
 * use by several threads.
 *
 * @param <T> the message type
 */
public final class EventCodec<T extends Message> {
  private final Schema schema;
  private final BinaryMessageEncoder<T> encoder;
  private final BinaryMessageDecoder<T> decoder;
  private final Class<T> type;

  private EventCodec(Class<T> type, T prototype, Schema schema, List<Schema> older) {
    this.type = type;
    this.schema = schema;
    ProtoData data = new ProtoData(prototype);
    this.encoder = new BinaryMessageEncoder<>(data, schema);
    this.decoder = new BinaryMessageDecoder<>(data, schema);
    older.forEach(decoder::addSchema);
  }

  /**
   * A codec that writes {@code avro/NAME.avsc} and also reads {@code older}.
   *
   * @param prototype the message's default instance
   */
  static <T extends Message> EventCodec<T> of(T prototype, List<Schema> older) {
    @SuppressWarnings("unchecked") // a default instance is of the class it says
    Class<T> type = (Class<T>) prototype.getClass();
    String resource = "/avro/" + prototype.getDescriptorForType().getName() + ".avsc";
    return new EventCodec<>(type, prototype, parse(resource), older);
  }

  private static Schema parse(String resource) {
    try (InputStream in = EventCodec.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("Schema " + resource + " is not on the class path.");
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read schema " + resource, e);
    }
  }

  /** The schema that {@link #encode} writes. */
  public Schema schema() {
    return schema;
  }

  /** The message class. */
  public Class<T> type() {
    return type;
  }

  /** The message as Avro single-object bytes. */
  public byte[] encode(T message) {
    try {
      ByteBuffer bytes = encoder.encode(message);
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("In-memory encoding cannot fail on I/O", e);
    }
  }

  /**
   * The message in {@code bytes}.
   *
   * @throws MalformedEventException if they are not single-object Avro of a known schema, are
   *     truncated, or have bytes left over
   */
  public T decode(byte[] bytes) throws MalformedEventException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    T message;
    try {
      message = type.cast(decoder.decode(buffer, null));
    } catch (IOException | AvroRuntimeException | IllegalArgumentException | ClassCastException e) {
      throw new MalformedEventException(type.getSimpleName(), e);
    } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
      // Avro trusts the lengths it reads.
      throw new MalformedEventException(type.getSimpleName(), e);
    }
    return message;
  }
}
