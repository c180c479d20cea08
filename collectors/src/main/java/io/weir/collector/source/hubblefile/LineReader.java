package io.weir.collector.source.hubblefile;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Lines of a file that may still grow, each with the place behind it. Confined to one thread.
 *
 * <p>Of a line that is too long only the first 64 KiB are kept. A {@code RandomAccessFile}, because
 * a channel would be closed by the interrupt that ends the source.
 */
final class LineReader implements Closeable {
  /** So much of a refused line is kept. */
  static final int REFUSED_BYTES_MAX = 64 << 10;

  private static final int BUFFER_BYTES = 64 << 10;

  /**
   * A line without its line feed.
   *
   * @param bytes the line, or the beginning of one that is too long
   * @param bytesTotal its length
   * @param number 1 for the first line of the file
   * @param end offset of the first byte behind it
   * @param tooLarge true if it is longer than allowed
   */
  record Line(byte[] bytes, long bytesTotal, long number, long end, boolean tooLarge) {}

  private final RandomAccessFile file;
  private final int lineBytesMax;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;

  private byte[] line = new byte[1024];
  private int kept;
  private long lineBytes;
  private long offset;
  private long number;

  /** Goes on behind {@code number} lines that are {@code offset} bytes long. */
  LineReader(Path path, long offset, long number, int lineBytesMax) throws IOException {
    this.file = new RandomAccessFile(path.toFile(), "r");
    this.lineBytesMax = lineBytesMax;
    this.offset = offset;
    this.number = number;
    file.seek(offset);
  }

  /** The next whole line; empty at the present end of the file. */
  Optional<Line> next() throws IOException {
    while (true) {
      if (from == to) {
        int read = file.read(buffer, 0, buffer.length);
        if (read <= 0) {
          return Optional.empty();
        }
        from = 0;
        to = read;
      }
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      keep(end - from);
      from = end;
      if (end < to) {
        from++;
        return Optional.of(take(1));
      }
    }
  }

  /** What stands behind the last line feed, as a line. */
  Optional<Line> rest() {
    return lineBytes == 0 ? Optional.empty() : Optional.of(take(0));
  }

  private void keep(int count) {
    lineBytes += count;
    if (lineBytes > lineBytesMax) {
      // Too long: the beginning is enough from here on.
      int room = Math.max(0, REFUSED_BYTES_MAX - kept);
      append(Math.min(count, room));
      kept = Math.min(kept, REFUSED_BYTES_MAX);
    } else {
      append(count);
    }
  }

  private void append(int count) {
    if (kept + count > line.length) {
      line = Arrays.copyOf(line, Math.max(kept + count, 2 * line.length));
    }
    System.arraycopy(buffer, from, line, kept, count);
    kept += count;
  }

  private Line take(int lineFeed) {
    offset += lineBytes + lineFeed;
    number++;
    Line taken =
        new Line(Arrays.copyOf(line, kept), lineBytes, number, offset, lineBytes > lineBytesMax);
    kept = 0;
    lineBytes = 0;
    return taken;
  }

  long length() throws IOException {
    return file.length();
  }

  /** Whether the file has become shorter than what has been read of it. */
  boolean isCut() throws IOException {
    return file.length() < file.getFilePointer();
  }

  /** Checksum of the first {@code count} bytes of the file. */
  int checksum(int count) throws IOException {
    long here = file.getFilePointer();
    byte[] first = new byte[count];
    try {
      file.seek(0);
      file.readFully(first);
    } finally {
      file.seek(here);
    }
    CRC32C crc = new CRC32C();
    crc.update(first);
    return (int) crc.getValue();
  }

  /** Whether the file begins with {@code count} bytes of this checksum. */
  boolean beginsWith(int count, int checksum) throws IOException {
    try {
      return checksum(count) == checksum;
    } catch (EOFException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
