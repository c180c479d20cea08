package io.weir.collector.source.hubblefile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The latest time in a file, found without parsing it: a quote inside a JSON text is escaped, so
 * {@code "time":"} can only be a key.
 */
final class LastTime {
  private static final Pattern TIME = Pattern.compile("\"time\"\\s*:\\s*\"([0-9T:.Z+-]{20,35})\"");

  private LastTime() {}

  /** The largest {@code time} of any line; empty if there is none. */
  static Optional<Instant> of(Path file, int lineBytesMax) throws IOException {
    Optional<Instant> last = Optional.empty();
    try (LineReader reader = new LineReader(file, 0, 0, lineBytesMax)) {
      Optional<LineReader.Line> line = reader.next().or(reader::rest);
      while (line.isPresent()) {
        last = later(last, of(line.get()));
        line = reader.next();
        if (line.isEmpty()) {
          line = reader.rest();
        }
      }
    }
    return last;
  }

  private static Optional<Instant> of(LineReader.Line line) {
    Optional<Instant> last = Optional.empty();
    Matcher time = TIME.matcher(new String(line.bytes(), StandardCharsets.ISO_8859_1));
    while (time.find()) {
      last = later(last, parse(time.group(1)));
    }
    return last;
  }

  private static Optional<Instant> parse(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty(); // the line will be refused when it is read
    }
  }

  private static Optional<Instant> later(Optional<Instant> a, Optional<Instant> b) {
    return a.isPresent() && (b.isEmpty() || !b.get().isAfter(a.get())) ? a : b;
  }
}
