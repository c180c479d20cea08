package io.weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole directories: their size and their end. */
final class Directories {
  private Directories() {}

  /** Bytes of all files below {@code dir}. */
  static long size(Path dir) throws IOException {
    long bytes = 0;
    for (Path path : below(dir)) {
      if (Files.isRegularFile(path)) {
        bytes += Files.size(path);
      }
    }
    return bytes;
  }

  static void delete(Path dir) throws IOException {
    for (Path path : below(dir)) {
      Files.deleteIfExists(path);
    }
  }

  /** Deepest first. */
  private static List<Path> below(Path dir) throws IOException {
    try (Stream<Path> paths = Files.walk(dir)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
