package io.weir.cli.settings;

import io.weir.config.ConfigException;
import io.weir.config.FlatYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything that is set outside of the command line: variables, and below them one file.
 *
 * @param variables of the environment
 * @param path the file that was read
 * @param file what is in it
 */
record Settings(Variables variables, Optional<Path> path, FlatYaml file) {
  /** The flag that names the file; it cannot be in the file. */
  static final String CONFIG = "config";

  /**
   * Reads the file that is named, else the first that is found.
   *
   * @param named by {@code --config}
   * @param warn told when a file of the working directory is no settings: that is not read
   * @throws SettingsException if the named file, or one that is surely ours, cannot be used
   */
  static Settings read(
      Optional<Path> named, Variables variables, Locations locations, Consumer<String> warn)
      throws SettingsException {
    Optional<Path> wanted = named(named, variables);
    Optional<Path> path = wanted.or(locations::existing);
    if (path.isEmpty()) {
      return new Settings(variables, Optional.empty(), FlatYaml.EMPTY);
    }
    Path file = path.get();
    try {
      return new Settings(variables, path, FlatYaml.read(file.toString(), Files.readString(file)));
    } catch (ConfigException e) {
      if (wanted.isEmpty() && locations.isShared(file)) {
        warn.accept(
            e.getMessage() + "\nIt is left alone. --config FILE names the file that is meant.");
        return new Settings(variables, Optional.empty(), FlatYaml.EMPTY);
      }
      throw new SettingsException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new SettingsException(
          "Cannot read %s: %s. Name another file with --config or HUBBLE_CONFIG."
              .formatted(file, Files.exists(file) ? e.getMessage() : "there is no such file"));
    }
  }

  /** The file that somebody asked for. */
  static Optional<Path> named(Optional<Path> flag, Variables variables) {
    return flag.or(() -> variables.find(CONFIG).map(found -> Path.of(found.values().get(0))));
  }

  /** What is set for a flag, given without dashes. */
  Optional<Setting> find(String flag) {
    return variables.find(flag).or(() -> inFile(flag));
  }

  private Optional<Setting> inFile(String flag) {
    if (flag.equals(CONFIG)) {
      return Optional.empty();
    }
    return file.find(flag)
        .flatMap(
            entry ->
                entry
                    .values()
                    .map(
                        values ->
                            new Setting(
                                values,
                                path.map(Path::toString).orElse("") + " line " + entry.line())));
  }
}
