package io.weir.collector.spool;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.weir.ingest.v1.Batch;
import io.weir.ingest.v1.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Segment files, version 1. Numbers are big-endian, texts UTF-8.
 *
 * <pre>
 * segment = "WEIRSPL" u8:version=1 record*
 * record  = u32:0x57454952 u32:length u32:crc32c(length, body) body[length]
 * start   = u8:1 u16:run u64:nextSeq u32:n n*(u16:source u32:position)
 * events  = u8:2 u64:firstSeq u32:count i64:firstNs i64:lastNs i64:spooledAtMs
 *           u16:run u16:source i32:position (-1: none) frames
 * hole    = u8:3 anything
 * </pre>
 *
 * <p>A text is its length in bytes, in the number named before it, then its bytes. {@code frames}
 * runs to the end of the body: the encoded field {@code events} of {@link Batch}, so that sending
 * copies bytes and decodes nothing. The magic number at each record lets a reader find the next
 * good record behind damaged bytes.
 */
final class SegmentFormat {
  static final int VERSION = 1;
  static final int FILE_HEADER_BYTES = 8;
  static final int RECORD_HEADER_BYTES = 12;
  static final int RECORD_MAGIC = 0x57454952;
  static final int RECORD_BYTES_MAX = 16 << 20;

  /** The first bytes of every segment. */
  private static final byte[] NAME = "WEIRSPL".getBytes(StandardCharsets.US_ASCII);

  private static final byte START = 1;
  private static final byte EVENTS = 2;
  private static final byte HOLE = 3;
  private static final int SEQ_OFFSET = RECORD_HEADER_BYTES + 1;
  private static final int NO_POSITION = -1;

  private SegmentFormat() {}

  static byte[] fileHeader() {
    return ByteBuffer.allocate(FILE_HEADER_BYTES).put(NAME).put((byte) VERSION).array();
  }

  /** The version in the first bytes of a file, or empty if they are not a segment's. */
  static Optional<Integer> version(byte[] header) {
    ByteBuffer bytes = ByteBuffer.wrap(header);
    boolean named =
        header.length >= FILE_HEADER_BYTES
            && bytes.slice(0, NAME.length).equals(ByteBuffer.wrap(NAME));
    return named ? Optional.of(Byte.toUnsignedInt(header[NAME.length])) : Optional.empty();
  }

  static ByteBuffer start(SpoolRecord.Start start) {
    byte[] run = utf8(start.run());
    int length = 1 + 2 + run.length + 8 + 4;
    for (Map.Entry<String, String> entry : start.positions().entrySet()) {
      length += 2 + utf8(entry.getKey()).length + 4 + utf8(entry.getValue()).length;
    }
    ByteBuffer record = record(length);
    record.put(START).putShort((short) run.length).put(run);
    record.putLong(start.nextSeq()).putInt(start.positions().size());
    start
        .positions()
        .forEach(
            (source, position) -> {
              byte[] name = utf8(source);
              byte[] text = utf8(position);
              record.putShort((short) name.length).put(name).putInt(text.length).put(text);
            });
    return seal(record);
  }

  /**
   * A record of {@code length} bytes in all, at least a header and one byte, over bad bytes.
   *
   * @param length with header
   */
  static ByteBuffer hole(int length) {
    ByteBuffer record = record(length - RECORD_HEADER_BYTES);
    record.put(HOLE).position(record.capacity());
    return seal(record);
  }

  /** Smallest hole. */
  static int holeBytesMin() {
    return RECORD_HEADER_BYTES + 1;
  }

  /**
   * Encodes events, all but their number, which {@link #number} fills in: encoding is the slow part
   * and needs no lock.
   *
   * @throws IllegalArgumentException if they are too many bytes for one record
   */
  static PendingPut events(
      String run, String source, List<Event> events, Optional<String> position, long spooledAtMs) {
    long firstNs = Long.MAX_VALUE;
    long lastNs = Long.MIN_VALUE;
    long length = 0;
    for (Event event : events) {
      firstNs = Math.min(firstNs, event.getObservedAtNs());
      lastNs = Math.max(lastNs, event.getObservedAtNs());
      length += CodedOutputStream.computeMessageSize(Batch.EVENTS_FIELD_NUMBER, event);
    }
    byte[] runText = utf8(run);
    byte[] sourceText = utf8(source);
    Optional<byte[]> positionText = position.map(SegmentFormat::utf8);
    length += 1 + 8 + 4 + 3 * 8 + 2 + runText.length + 2 + sourceText.length + 4;
    length += positionText.map(text -> text.length).orElse(0);
    if (length > RECORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "events: " + length + " bytes (expected: at most " + RECORD_BYTES_MAX + " in one put)");
    }
    if (events.isEmpty()) {
      firstNs = 0;
      lastNs = 0;
    }
    ByteBuffer record = record((int) length);
    record.put(EVENTS).putLong(0).putInt(events.size());
    record.putLong(firstNs).putLong(lastNs).putLong(spooledAtMs);
    record.putShort((short) runText.length).put(runText);
    record.putShort((short) sourceText.length).put(sourceText);
    record.putInt(positionText.map(text -> text.length).orElse(NO_POSITION));
    positionText.ifPresent(record::put);
    CodedOutputStream out =
        CodedOutputStream.newInstance(record.array(), record.position(), record.remaining());
    try {
      for (Event event : events) {
        out.writeMessage(Batch.EVENTS_FIELD_NUMBER, event);
      }
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("In-memory encoding cannot fail on I/O", e);
    }
    return new PendingPut(
        source, position, events.size(), firstNs, lastNs, spooledAtMs, record.rewind());
  }

  /** Fills in the first event's number and the checksum; may be called again with another one. */
  static ByteBuffer number(PendingPut put, long firstSeq) {
    return seal(put.bytes().putLong(SEQ_OFFSET, firstSeq));
  }

  /** Whether the header of a record and its body fit together. */
  static boolean intact(int length, int checksum, byte[] body, int offset) {
    return checksum == checksum(length, body, offset);
  }

  /**
   * The record in a checked body.
   *
   * @throws IllegalArgumentException if it is none of ours
   */
  static SpoolRecord decode(byte[] body) {
    ByteBuffer bytes = ByteBuffer.wrap(body);
    try {
      byte kind = bytes.get();
      return switch (kind) {
        case START -> decodeStart(bytes);
        case EVENTS -> decodeEvents(bytes);
        case HOLE -> new SpoolRecord.Hole();
        default -> throw new IllegalArgumentException("kind: " + kind + " (expected: 1 to 3)");
      };
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("body: too short (expected: a whole record)", e);
    }
  }

  private static SpoolRecord decodeStart(ByteBuffer bytes) {
    String run = text(bytes, Short.toUnsignedInt(bytes.getShort()));
    long nextSeq = bytes.getLong();
    int entries = bytes.getInt();
    Map<String, String> positions = new HashMap<>();
    for (int i = 0; i < entries; i++) {
      String source = text(bytes, Short.toUnsignedInt(bytes.getShort()));
      positions.put(source, text(bytes, bytes.getInt()));
    }
    return new SpoolRecord.Start(run, nextSeq, positions);
  }

  private static SpoolRecord decodeEvents(ByteBuffer bytes) {
    long firstSeq = bytes.getLong();
    int count = bytes.getInt();
    long firstNs = bytes.getLong();
    long lastNs = bytes.getLong();
    long spooledAtMs = bytes.getLong();
    String run = text(bytes, Short.toUnsignedInt(bytes.getShort()));
    String source = text(bytes, Short.toUnsignedInt(bytes.getShort()));
    int positionBytes = bytes.getInt();
    Optional<String> position =
        positionBytes == NO_POSITION ? Optional.empty() : Optional.of(text(bytes, positionBytes));
    return new SpoolRecord.Events(
        run,
        firstSeq,
        count,
        firstNs,
        lastNs,
        spooledAtMs,
        source,
        position,
        ByteString.copyFrom(bytes));
  }

  private static ByteBuffer record(int bodyBytes) {
    return ByteBuffer.allocate(RECORD_HEADER_BYTES + bodyBytes)
        .putInt(RECORD_MAGIC)
        .putInt(bodyBytes)
        .putInt(0);
  }

  private static ByteBuffer seal(ByteBuffer record) {
    int length = record.capacity() - RECORD_HEADER_BYTES;
    record.putInt(8, checksum(length, record.array(), RECORD_HEADER_BYTES));
    return record.rewind();
  }

  private static int checksum(int length, byte[] bytes, int offset) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private static String text(ByteBuffer bytes, int length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
