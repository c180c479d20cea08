package io.weir.cli.server;

import io.weir.config.ConfigException;
import io.weir.config.ConfigReader;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads the one configuration file, and the environment over it. */
final class ConfigFiles {
  private ConfigFiles() {}

  /**
   * The configuration in {@code file}, or the defaults without one.
   *
   * @throws StartException if it cannot be used, with everything that is wrong
   */
  static WeirConfig read(Optional<Path> file) throws StartException {
    return read(file, System.getenv());
  }

  static WeirConfig read(Optional<Path> file, Map<String, String> environment)
      throws StartException {
    String yaml = "";
    if (file.isPresent()) {
      try {
        yaml = Files.readString(file.get());
      } catch (IOException e) {
        throw new StartException("--config " + file.get() + ": cannot be read (" + e + ").", e);
      }
    }
    String name = file.map(Path::toString).orElse("The configuration");
    try {
      return ConfigReader.read(
          WeirConfig.class, WeirConfig.defaults(environment), name, yaml, environment);
    } catch (ConfigException e) {
      throw new StartException(e.getMessage(), e);
    }
  }
}
