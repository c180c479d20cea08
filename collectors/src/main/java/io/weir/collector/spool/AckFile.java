package io.weir.collector.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the relay has acknowledged, per collector run: lines {@code RUN NUMBER}, the last line a
 * checksum of them. Written now and then: an older state only means that batches are sent twice,
 * which their numbers make harmless.
 */
final class AckFile {
  private static final Logger LOG = LoggerFactory.getLogger(AckFile.class);

  private final Path path;
  private final Path next;

  AckFile(Path dir) {
    path = dir.resolve("acked");
    next = dir.resolve("acked.next");
  }

  /** Largest acknowledged number by run; empty if the file is missing or damaged. */
  Map<String, Long> read() throws IOException {
    Map<String, Long> acked = new HashMap<>();
    if (!Files.exists(path)) {
      return acked;
    }
    String text = Files.readString(path, StandardCharsets.ISO_8859_1);
    List<String> lines = text.lines().toList();
    try {
      String sum = lines.get(lines.size() - 1);
      if (!sum.equals(checksum(text.substring(0, text.lastIndexOf(sum))))) {
        throw new IllegalArgumentException("checksum: " + sum + " (expected: that of the lines)");
      }
      for (String line : lines.subList(0, lines.size() - 1)) {
        int space = line.indexOf(' ');
        acked.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
      }
      return acked;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      LOG.warn("Spool sends acknowledged batches again, its notes are damaged. path={}", path, e);
      return new HashMap<>();
    }
  }

  void write(Map<String, Long> acked) throws IOException {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(acked)
        .forEach((run, seq) -> text.append(run).append(' ').append(seq).append('\n'));
    text.append(checksum(text.toString())).append('\n');
    Files.writeString(next, text, StandardCharsets.ISO_8859_1);
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String checksum(String lines) {
    CRC32C crc = new CRC32C();
    crc.update(lines.getBytes(StandardCharsets.ISO_8859_1));
    return "crc32c=" + Long.toHexString(crc.getValue());
  }
}
