package io.weir.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The job jar that the build made of the sources at hand. */
public final class JobJar {
  private static final Path TARGET = Path.of("..", "stream-jobs", "target");
  private static final List<Path> CLASSES =
      List.of(TARGET.resolve("classes"), Path.of("..", "schemas", "target", "classes"));

  private static final String BUILD =
      "Run the test with mvn verify, or mvn -pl stream-jobs -am package -DskipTests before.";

  private JobJar() {}

  /**
   * @throws AssertionError if there is none, or classes are newer: a test of an old jar tells
   *     nothing
   */
  public static Path path() {
    try (Stream<Path> files = Files.list(TARGET)) {
      Path jar =
          files
              .filter(file -> file.getFileName().toString().endsWith("-job.jar"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("No job jar in " + TARGET + ". " + BUILD));
      long built = Files.getLastModifiedTime(jar).toMillis();
      for (Path classes : CLASSES) {
        if (newest(classes) > built) {
          throw new AssertionError(classes + " has classes newer than " + jar + ". " + BUILD);
        }
      }
      return jar.toAbsolutePath().normalize();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long newest(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(file -> file.toFile().lastModified())
          .max()
          .orElse(0);
    }
  }
}
