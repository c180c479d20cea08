package io.weir.collector.spool;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads one segment file, and finds its way past damaged bytes. Holds no position of its own.
 *
 * <p>A {@code RandomAccessFile}, here and in {@link SegmentOutput}, because a {@code FileChannel}
 * closes itself when the thread that uses it is interrupted, and sources are stopped that way.
 */
final class SegmentReader implements Closeable {
  /** What stands at an offset. */
  sealed interface Step {
    /** A record; the next one begins at {@code next}. */
    record Found(SpoolRecord record, long next) implements Step {}

    /** Bytes that are no record; a good one begins at {@code to}, or the file ends there. */
    record Corrupt(long from, long to) implements Step {}

    /** Nothing more. */
    record End() implements Step {}
  }

  private final RandomAccessFile file;

  SegmentReader(Path path) throws IOException {
    file = new RandomAccessFile(path.toFile(), "r");
  }

  long length() throws IOException {
    return file.length();
  }

  /** The file's version, or empty if it does not begin as a segment does. */
  Optional<Integer> version() throws IOException {
    int length = (int) Math.min(SegmentFormat.FILE_HEADER_BYTES, file.length());
    return SegmentFormat.version(bytes(0, length));
  }

  /** What stands at {@code offset}, of the first {@code limit} bytes of the file. */
  Step read(long offset, long limit) throws IOException {
    if (offset >= limit) {
      return new Step.End();
    }
    if (limit - offset < SegmentFormat.RECORD_HEADER_BYTES) {
      return new Step.Corrupt(offset, limit);
    }
    ByteBuffer header = ByteBuffer.wrap(bytes(offset, SegmentFormat.RECORD_HEADER_BYTES));
    int magic = header.getInt();
    int length = header.getInt();
    int checksum = header.getInt();
    if (magic == SegmentFormat.RECORD_MAGIC && fits(offset, length, limit)) {
      byte[] body = bytes(offset + SegmentFormat.RECORD_HEADER_BYTES, length);
      if (SegmentFormat.intact(length, checksum, body, 0)) {
        long next = offset + SegmentFormat.RECORD_HEADER_BYTES + length;
        try {
          return new Step.Found(SegmentFormat.decode(body), next);
        } catch (IllegalArgumentException e) {
          return new Step.Corrupt(offset, next);
        }
      }
    }
    return new Step.Corrupt(offset, nextRecord(offset + 1, limit));
  }

  private static boolean fits(long offset, int length, long limit) {
    return length > 0
        && length <= SegmentFormat.RECORD_BYTES_MAX
        && offset + SegmentFormat.RECORD_HEADER_BYTES + length <= limit;
  }

  /** The offset of the first intact record at or behind {@code from}, or {@code limit}. */
  private long nextRecord(long from, long limit) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes(from, (int) (limit - from)));
    int last = rest.capacity() - SegmentFormat.RECORD_HEADER_BYTES;
    for (int i = 0; i <= last; i++) {
      if (rest.getInt(i) == SegmentFormat.RECORD_MAGIC) {
        int length = rest.getInt(i + 4);
        int body = i + SegmentFormat.RECORD_HEADER_BYTES;
        if (fits(i, length, rest.capacity())
            && SegmentFormat.intact(length, rest.getInt(i + 8), rest.array(), body)) {
          return from + i;
        }
      }
    }
    return limit;
  }

  private byte[] bytes(long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(offset);
    file.readFully(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
