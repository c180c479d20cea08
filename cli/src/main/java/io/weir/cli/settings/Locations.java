package io.weir.cli.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the file of settings may be: {@code config.yaml} in the working directory, in {@code
 * hubble} below the user's configuration directory, in {@code .hubble} at home. Only the first that
 * exists is read.
 *
 * @param working the working directory
 * @param user the user's configuration directory
 * @param home the home directory
 */
record Locations(Path working, Path user, Path home) {
  private static final String NAME = "config.yaml";

  /** Those of this process. */
  static Locations of(Variables variables) {
    Path home = path(variables, "HOME").orElseGet(() -> Path.of(System.getProperty("user.home")));
    return new Locations(
        Path.of("").toAbsolutePath(),
        user(System.getProperty("os.name").toLowerCase(Locale.ROOT), variables, home),
        home);
  }

  /** As the operating system has it. */
  static Path user(String system, Variables variables, Path home) {
    if (system.startsWith("mac")) {
      return home.resolve("Library").resolve("Application Support");
    }
    if (system.startsWith("windows")) {
      return path(variables, "AppData").orElseGet(() -> home.resolve("AppData").resolve("Roaming"));
    }
    return path(variables, "XDG_CONFIG_HOME")
        .filter(Path::isAbsolute)
        .orElseGet(() -> home.resolve(".config"));
  }

  private static Optional<Path> path(Variables variables, String name) {
    return Optional.of(variables.text(name)).filter(text -> !text.isEmpty()).map(Path::of);
  }

  /** In the order in which they are looked for. */
  List<Path> candidates() {
    return List.of(working.resolve(NAME), preferred(), home.resolve(".hubble").resolve(NAME));
  }

  /** Where a new file goes. */
  Path preferred() {
    return user.resolve("hubble").resolve(NAME);
  }

  /** The file that is read, if there is one. */
  Optional<Path> existing() {
    return candidates().stream().filter(Files::isRegularFile).findFirst();
  }

  /** Whether the file may be another program's: anybody calls a file config.yaml. */
  boolean isShared(Path file) {
    return file.equals(working.resolve(NAME));
  }
}
