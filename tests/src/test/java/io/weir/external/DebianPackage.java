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
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs of Debian packages, without installing them: downloaded and unpacked once into the
 * user's cache ({@code ~/.cache/weir-tests}), by the machine's own {@code apt-get}. Needs no root.
 * Where that does not work the test is skipped and says why.
 *
 * @param root where the packages are unpacked; files are below as they would be below {@code /}
 */
public record DebianPackage(Path root) {
  private static final Duration UNPACK_MAX = Duration.ofMinutes(3);
  private static final Pattern LIBRARY = Pattern.compile(".*\\.so(\\.[0-9.]+)?");

  /**
   * The package, from the cache or from Debian.
   *
   * @throws org.opentest4j.TestAbortedException if it cannot be had
   */
  public static DebianPackage fetch(String name) {
    return cached(name, (apt, archives) -> apt.download(Set.of(name), archives));
  }

  /**
   * Packages in one root, with all that they need and this machine lacks. Their programs find their
   * libraries in {@link #libraries()}.
   *
   * @param name of the first, by which the cache knows them
   * @throws org.opentest4j.TestAbortedException if they cannot be had
   */
  public static DebianPackage fetchWithDependencies(String name, String... others) {
    Set<String> names = new LinkedHashSet<>(List.of(name));
    names.addAll(List.of(others));
    return cached(
        name, (apt, archives) -> apt.download(apt.withMissingDependencies(names), archives));
  }

  /** Downloads archives into an empty directory. */
  private interface Download {
    List<Path> with(Apt apt, Path archives) throws IOException;
  }

  private static DebianPackage cached(String name, Download download) {
    Path unpacked = cache().resolve(name);
    try {
      if (!Files.isDirectory(unpacked)) {
        unpack(name, download, unpacked);
      }
    } catch (IOException e) {
      Assumptions.abort(
          "The Debian package %s cannot be fetched: %s. Install its program, or see to it that apt-get reaches an archive."
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

  /** Every directory with shared libraries, for {@code LD_LIBRARY_PATH}. */
  public List<Path> libraries() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> LIBRARY.matcher(file.getFileName().toString()).matches())
          .map(Path::getParent)
          .distinct()
          .toList();
    }
  }

  /** Others may do the same at the same time: who comes last throws its own away. */
  private static void unpack(String name, Download download, Path unpacked) throws IOException {
    Files.createDirectories(unpacked.getParent());
    Path work = Files.createTempDirectory(unpacked.getParent(), "." + name);
    try {
      for (Path archive : download(download, work)) {
        new Command(List.of("dpkg-deb", "-x", archive.toString(), "root"), work)
            .run(UNPACK_MAX, () -> {});
      }
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

  private static List<Path> download(Download download, Path work) throws IOException {
    try {
      return download.with(
          Apt.withListsOfTheMachine(work), Files.createDirectory(work.resolve("archives")));
    } catch (IOException machine) {
      System.out.printf("%s; again with fresh package lists …%n", machine.getMessage());
      try {
        return download.with(
            Apt.withListsOfItsOwn(Files.createDirectory(work.resolve("apt"))),
            Files.createDirectory(work.resolve("archives-again")));
      } catch (IOException fresh) {
        fresh.addSuppressed(machine);
        throw fresh;
      }
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
