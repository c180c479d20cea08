package io.weir.cli.observe;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines of a stream, none longer than {@link #LINE_BYTES_MAX}; what is longer is read over.
 * Confined to one thread.
 */
final class InputLines implements Closeable {
  /** A flow has some KiB. */
  static final int LINE_BYTES_MAX = 8 << 20;

  /**
   * A line without its end.
   *
   * @param text empty for one that is too long
   * @param number 1 for the first
   * @param tooLong true if it is longer than {@link #LINE_BYTES_MAX}
   */
  record Line(String text, long number, boolean tooLong) {}

  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long number;

  InputLines(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /** The next line, or empty at the end. */
  Optional<Line> next() throws IOException {
    line.reset();
    boolean tooLong = false;
    int b = in.read();
    if (b < 0) {
      return Optional.empty();
    }
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (line.size() < LINE_BYTES_MAX) {
        line.write(b);
      } else {
        tooLong = true;
      }
    }
    number++;
    String text = tooLong ? "" : line.toString(StandardCharsets.UTF_8).strip();
    return Optional.of(new Line(text, number, tooLong));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
