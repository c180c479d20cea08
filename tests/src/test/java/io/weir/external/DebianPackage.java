package io.weir.external;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs of a Debian package, without installing it: downloaded and unpacked once into the user's
 * cache ({@code ~/.cache/weir-tests}), by the machine's own {@code apt-get}, which checks the
 * signature. Needs no root. Where that does not work the test is skipped and says why.
 *
 * @param root where the package is unpacked; its files are below as they would be below {@code /}
 */
public record DebianPackage(Path root) {
  private static final long FETCH_SECONDS = 180;

  /**
   * The package, from the cache or from Debian.
   *
   * @throws org.opentest4j.TestAbortedException if it cannot be had
   */
  public static DebianPackage fetch(String name) {
    Path unpacked = cache().resolve(name);
    try {
      if (!Files.isDirectory(unpacked)) {
        unpack(name, unpacked);
      }
    } catch (IOException e) {
      Assumptions.abort(
          "The Debian package %s cannot be fetched: %s. Install its program, or run apt-get update."
              .formatted(name, e.getMessage()));
    }
    return new DebianPackage(unpacked);
  }

  /** A program that is on the path, by the first of its names that is. */
  public static Optional<Path> installed(String... names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(names)
        .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(p -> Path.of(p, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A program of the package, such as {@code usr/bin/promtool}. */
  public Path program(String path) {
    return root.resolve(path);
  }

  /**
   * Copies a program that reads files of its package by absolute paths, so that it looks for them
   * in its working directory. Programs hold their paths as they are, so a path of the same length
   * takes the place: {@code ./././.} is the working directory, however long.
   *
   * @param absolute what the paths begin with, such as {@code /usr/share/prometheus}
   */
  public Path relocated(String path, String absolute, Path copy) throws IOException {
    String here = "./".repeat(absolute.length()).substring(0, absolute.length());
    // One character for one byte.
    String program = new String(Files.readAllBytes(program(path)), ISO_8859_1);
    Files.write(copy, program.replace(absolute, here).getBytes(ISO_8859_1));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
    return copy;
  }

  private static Path cache() {
    String home =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(set -> !set.isEmpty())
            .orElse(System.getProperty("user.home") + "/.cache");
    return Path.of(home, "weir-tests", "debian");
  }

  /** Others may do the same at the same time: who comes last throws its own away. */
  private static void unpack(String name, Path unpacked) throws IOException {
    Files.createDirectories(unpacked.getParent());
    Path work = Files.createTempDirectory(unpacked.getParent(), "." + name);
    try {
      run(work, List.of("apt-get", "-o", "Acquire::Retries=2", "download", name));
      Path archive;
      try (Stream<Path> files = Files.list(work)) {
        archive =
            files
                .filter(file -> file.toString().endsWith(".deb"))
                .findFirst()
                .orElseThrow(() -> new IOException("apt-get left no archive"));
      }
      run(work, List.of("dpkg-deb", "-x", archive.toString(), "root"));
      Files.move(work.resolve("root"), unpacked, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!Files.isDirectory(unpacked)) {
        throw e;
      }
    } finally {
      delete(work);
    }
  }

  private static void run(Path directory, List<String> command) throws IOException {
    Path out = directory.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      if (!process.waitFor(FETCH_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.get(0) + " did not end within " + FETCH_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(command.get(0) + " was interrupted", e);
    }
    if (process.exitValue() != 0) {
      String said = Files.readString(out).strip().replaceAll("\\s*\\R\\s*", "; ");
      throw new IOException(
          command.get(0) + " ended with " + process.exitValue() + " (" + said + ")");
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
