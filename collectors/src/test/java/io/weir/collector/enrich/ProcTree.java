package io.weir.collector.enrich;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Copies a recorded tree of {@code /proc} and makes the links of its descriptors. */
public final class ProcTree {
  private ProcTree() {}

  /** Copies {@code src/test/resources/proc/NAME} to a folder. */
  public static Path copy(String name, Path to) {
    try {
      Path from = Path.of(ProcTree.class.getResource("/proc/" + name).toURI());
      try (var files = Files.walk(from)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Path copy = to.resolve(from.relativize(file).toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(copy);
          } else {
            Files.copy(file, copy);
            if (file.endsWith("sockets")) {
              link(copy.resolveSibling("fd"), Files.readAllLines(file));
            }
          }
        }
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A process with these sockets. */
  public static void process(Path proc, int pid, String comm, String cgroup, Long... inodes)
      throws IOException {
    Path process = Files.createDirectories(proc.resolve(Integer.toString(pid)));
    Files.writeString(process.resolve("comm"), comm + "\n");
    Files.writeString(process.resolve("cgroup"), cgroup + "\n");
    link(process.resolve("fd"), List.of(inodes).stream().map(Object::toString).toList());
  }

  private static void link(Path fd, List<String> inodes) throws IOException {
    Files.createDirectories(fd);
    Files.createSymbolicLink(fd.resolve("0"), Path.of("pipe:[1]"));
    for (int i = 0; i < inodes.size(); i++) {
      Files.createSymbolicLink(
          fd.resolve(Integer.toString(i + 3)), Path.of("socket:[" + inodes.get(i) + "]"));
    }
  }
}
