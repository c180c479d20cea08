package io.weir.codec;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * One topic's value: a protobuf message in memory, Avro single-object encoding on the wire (two
 * marker bytes, the schema's 64-bit CRC fingerprint, the Avro body).
 *
 * <p>Lossless: {@code decode(encode(m)).equals(m)} for every message that protobuf itself reads
 * back equal, unknown fields and unknown enum numbers included. Reads its own schema and every
 * older one that is listed with it. Decoding bytes of any content allocates in proportion to their
 * number. Immutable, safe for use by several threads.
 *
 * @param <T> the message type
 */
public final class EventCodec<T extends Message> {
  private static final int MARKER = 0x01C3; // C3 01, lowest byte first
  private static final int HEADER_BYTES = 2 + Long.BYTES;

  private final Class<T> type;
  private final T prototype;
  private final List<Schema> older;
  private final Parser<T> parser;
  private final Schema schema;
  private final long fingerprint;
  private final RecordPlan plan;
  private final Map<Long, RecordPlan> readable = new HashMap<>();

  private EventCodec(Class<T> type, T prototype, Schema schema, List<Schema> older) {
    this.type = type;
    this.prototype = prototype;
    this.older = List.copyOf(older);
    this.parser = parserOf(prototype);
    this.schema = schema;
    this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
    this.plan = RecordPlan.of(schema, prototype.getDescriptorForType());
    for (Schema old : older) {
      readable.put(
          SchemaNormalization.parsingFingerprint64(old),
          RecordPlan.of(old, prototype.getDescriptorForType()));
    }
    readable.put(fingerprint, plan);
  }

  @SuppressWarnings("unchecked") // a message's parser makes messages of its class
  private static <T extends Message> Parser<T> parserOf(T prototype) {
    return (Parser<T>) prototype.getParserForType();
  }

  /**
   * A codec that writes {@code avro/NAME.avsc} and also reads {@code older}.
   *
   * @param prototype the message's default instance
   */
  static <T extends Message> EventCodec<T> of(T prototype, List<Schema> older) {
    @SuppressWarnings("unchecked") // a default instance is of the class it says
    Class<T> type = (Class<T>) prototype.getClass();
    String name = prototype.getDescriptorForType().getName();
    return new EventCodec<>(type, prototype, schema(name), older);
  }

  /**
   * Reads these fields alone.
   *
   * @throws IllegalArgumentException if a path names no field, or a {@code float}, {@code double},
   *     {@code bytes}, list of numbers, or part of a list's messages
   */
  public FieldReader fields(List<FieldReader.Field> fields) {
    Wanted wanted = FieldReader.wanted(fields);
    Map<Long, ReadPlan> plans = new HashMap<>();
    for (Schema old : older) {
      plans.put(SchemaNormalization.parsingFingerprint64(old), ReadPlan.of(old, prototype, wanted));
    }
    ReadPlan newest = ReadPlan.of(schema, prototype, wanted);
    plans.put(fingerprint, newest);
    return new FieldReader(type.getSimpleName(), in -> readHeader(in, newest, plans));
  }

  /** The schema in {@code avro/NAME.avsc}; older ones have a version folder in their name. */
  static Schema schema(String name) {
    String resource = "/avro/" + name + ".avsc";
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

  /** Whether {@link #decode} reads what was written under {@code writer}. */
  boolean reads(Schema writer) {
    return readable.containsKey(SchemaNormalization.parsingFingerprint64(writer));
  }

  /** The message as Avro single-object bytes. */
  public byte[] encode(T message) {
    byte[] wire = message.toByteArray();
    // Absent fields cost Avro a byte each, hence the room.
    ByteWriter out = new ByteWriter(wire.length + wire.length / 4 + 256);
    out.writeFixed(MARKER, 2);
    out.writeFixed(fingerprint, Long.BYTES);
    try {
      new WireToAvro(wire, out).write(plan, 0, wire.length);
    } catch (IOException e) {
      throw new IllegalStateException("protobuf wrote what does not read as " + type.getName(), e);
    }
    return out.toByteArray();
  }

  /**
   * The message in {@code bytes}.
   *
   * @throws MalformedEventException if they are not single-object Avro of a known schema, are
   *     truncated, or have bytes left over
   */
  public T decode(byte[] bytes) throws MalformedEventException {
    try {
      ByteWriter wire = wire(bytes);
      return parser.parseFrom(wire.array(), 0, wire.size());
    } catch (IOException e) {
      throw new MalformedEventException(type.getSimpleName(), e);
    }
  }

  /**
   * The message in {@code bytes}, serialized as protobuf, for who passes it on.
   *
   * @throws MalformedEventException as {@link #decode}, but text that is no UTF-8 is not found out
   */
  public byte[] decodeToWire(byte[] bytes) throws MalformedEventException {
    try {
      return wire(bytes).toByteArray();
    } catch (IOException e) {
      throw new MalformedEventException(type.getSimpleName(), e);
    }
  }

  /**
   * The message that {@link #decodeToWire} returned.
   *
   * @throws MalformedEventException if it is not readable
   */
  public T parse(byte[] wire) throws MalformedEventException {
    try {
      return parser.parseFrom(wire);
    } catch (IOException e) {
      throw new MalformedEventException(type.getSimpleName(), e);
    }
  }

  private ByteWriter wire(byte[] bytes) throws IOException {
    ByteReader in = new ByteReader(bytes, 0, bytes.length);
    RecordPlan writer = readHeader(in, plan, readable);
    ByteWriter wire = new ByteWriter(bytes.length + 64);
    new AvroToWire(in, wire).read(writer);
    in.requireEnd();
    return wire;
  }

  /** The plan for what follows: {@code newest}, or one {@code of} older schemas. */
  private <P> P readHeader(ByteReader in, P newest, Map<Long, P> of) throws IOException {
    in.require(HEADER_BYTES);
    if (in.readFixed(2) != MARKER) {
      throw new IOException("no C3 01 at its start");
    }
    long writer = in.readFixed(Long.BYTES);
    P known = writer == fingerprint ? newest : of.get(writer);
    if (known == null) {
      throw new IOException("schema fingerprint %016x is not known here".formatted(writer));
    }
    return known;
  }
}
