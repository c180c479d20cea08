package io.weir.collector.simulation;

import io.weir.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The scenarios that come with Weir. */
final class ScenarioFiles {
  private static final Path FOLDER = Path.of("../config/scenarios");

  private ScenarioFiles() {}

  static List<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name) {
    try {
      return Files.readString(FOLDER.resolve(name + ".yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Scenario read(String name) {
    try {
      return Scenario.read(name + ".yaml", text(name));
    } catch (ConfigException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }
}
