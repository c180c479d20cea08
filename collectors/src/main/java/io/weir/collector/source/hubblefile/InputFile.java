package io.weir.collector.source.hubblefile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines behind one path, in order, whatever files have stood there: when the path leads to
 * another file, the old one is read to its end first; when a file becomes shorter, reading begins
 * at its start. Confined to the source's thread.
 */
final class InputFile implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(InputFile.class);
  private static final int HEAD_BYTES = 256;

  /** A line and the place behind it. */
  record Read(Path file, LineReader.Line line, FileMark mark) {}

  private final Path path;
  private final boolean follow;
  private final int lineBytesMax;
  private Optional<FileMark> resume;

  // Files that were rotated away while we were not there, older ones first.
  private final Deque<Path> rotated = new ArrayDeque<>();
  private @Nullable LineReader reader;
  private Path file;
  private long inode;
  private int headBytes;
  private int headChecksum;
  private boolean done;

  InputFile(Path path, boolean follow, Optional<FileMark> resume, int lineBytesMax) {
    this.path = path;
    this.file = path;
    this.follow = follow;
    this.resume = resume;
    this.lineBytesMax = lineBytesMax;
  }

  /** True at the end of a file that is not followed. */
  boolean isDone() {
    return done;
  }

  /** The next line; empty if there is none at present. */
  Optional<Read> next() throws IOException {
    if (done || (reader == null && !openFirst())) {
      return Optional.empty();
    }
    Optional<LineReader.Line> line = reader.next();
    if (line.isEmpty() && !follow) {
      line = reader.rest();
      done = line.isEmpty();
    } else if (line.isEmpty() && isOver()) {
      // Once more: it may have been written to between our reading and its end.
      line = reader.next().or(reader::rest);
      if (line.isEmpty()) {
        openNext();
        line = reader == null ? Optional.empty() : reader.next();
      }
    }
    return line.isPresent() ? Optional.of(read(line.get())) : Optional.empty();
  }

  private Read read(LineReader.Line line) throws IOException {
    int bytes = (int) Math.min(HEAD_BYTES, line.end());
    if (bytes > headBytes) {
      headChecksum = reader.checksum(bytes);
      headBytes = bytes;
    }
    return new Read(
        path, line, new FileMark(inode, line.end(), line.number(), headBytes, headChecksum));
  }

  /** Whether something else stands where the file stood. */
  private boolean isOver() throws IOException {
    if (!rotated.isEmpty() || !file.equals(path)) {
      return true;
    }
    try {
      return inode(path) != inode || reader.isCut();
    } catch (NoSuchFileException e) {
      return false; // between two files
    }
  }

  private void openNext() throws IOException {
    close();
    Path next = rotated.isEmpty() ? path : rotated.removeFirst();
    open(next, Optional.empty());
    LOG.info("Reads the next file. path={} file={}", path, next);
  }

  private boolean openFirst() throws IOException {
    if (!Files.exists(path) && resume.isEmpty()) {
      return false;
    }
    Optional<FileMark> mark = resume;
    if (mark.isEmpty()) {
      open(path, mark);
      return true;
    }
    if (Files.exists(path) && isMarked(path, mark.get())) {
      open(path, mark);
    } else {
      openRotated(mark.get());
    }
    resume = Optional.empty();
    return reader != null;
  }

  /** Finishes the file that stood under the name when we left, and those that came after it. */
  private void openRotated(FileMark mark) throws IOException {
    List<Path> others = follow ? siblings() : List.of();
    for (int i = 0; i < others.size(); i++) {
      if (isMarked(others.get(i), mark)) {
        rotated.addAll(others.subList(i + 1, others.size()));
        open(others.get(i), Optional.of(mark));
        return;
      }
    }
    if (mark.offset() > 0) {
      LOG.warn(
          "Begins the file anew: it is not the one that was read before, and that one is gone."
              + " path={} lines_read_before={}",
          path,
          mark.line());
    }
    if (Files.exists(path)) {
      open(path, Optional.empty());
    }
  }

  /** Plain files that a rotation may have made of ours, in the order of their last change. */
  private List<Path> siblings() throws IOException {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(path.toAbsolutePath().getParent())) {
      files
          // flows-2026-01-05.log or flows.log.1, not flowers.log.
          .filter(other -> other.getFileName().toString().startsWith(stem))
          .filter(
              other -> other.getFileName().toString().substring(stem.length()).matches("[-.].*"))
          .filter(other -> !other.getFileName().toString().equals(name))
          .filter(other -> !other.toString().endsWith(".gz"))
          .filter(Files::isRegularFile)
          .forEach(found::add);
    }
    found.sort(Comparator.comparing((Path other) -> other.toFile().lastModified()));
    return found;
  }

  private boolean isMarked(Path candidate, FileMark mark) throws IOException {
    if (inode(candidate) != mark.inode()) {
      return false;
    }
    try (LineReader head = new LineReader(candidate, 0, 0, lineBytesMax)) {
      return head.length() >= mark.offset()
          && head.beginsWith(mark.headBytes(), mark.headChecksum());
    }
  }

  private void open(Path next, Optional<FileMark> mark) throws IOException {
    inode = inode(next);
    reader =
        new LineReader(
            next,
            mark.map(FileMark::offset).orElse(0L),
            mark.map(FileMark::line).orElse(0L),
            lineBytesMax);
    file = next;
    headBytes = mark.map(FileMark::headBytes).orElse(0);
    headChecksum = mark.map(FileMark::headChecksum).orElse(0);
  }

  private static long inode(Path file) throws IOException {
    return (Long) Files.getAttribute(file, "unix:ino");
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
