package io.weir.cli.simulate;

import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Scenarios;
import io.weir.config.ConfigException;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * The scenario that somebody asked for.
 *
 * @param name of a scenario of ours, or of the file
 */
record ScenarioChoice(String name, Scenario scenario) {
  /** What is written like a path is a file, everything else a name. */
  static ScenarioChoice of(String nameOrFile) throws StartException {
    if (nameOrFile.contains("/") || nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml")) {
      return new ScenarioChoice(nameOrFile, read(Path.of(nameOrFile)));
    }
    SortedMap<String, Scenario> known = Scenarios.all();
    Scenario scenario = known.get(nameOrFile);
    if (scenario == null) {
      throw new StartException(
          "--scenario "
              + nameOrFile
              + ": unknown (expected: a file, or one of "
              + String.join(", ", known.keySet())
              + ").");
    }
    return new ScenarioChoice(nameOrFile, scenario);
  }

  private static Scenario read(Path file) throws StartException {
    try {
      Scenario scenario = Scenario.read(file.toString(), Files.readString(file));
      if (scenario.traffic().isEmpty()) {
        throw new StartException(file + ": no traffic (expected: one line or more).");
      }
      return scenario;
    } catch (IOException e) {
      throw new StartException("--scenario " + file + ": cannot be read (" + e + ").", e);
    } catch (ConfigException e) {
      throw new StartException(e.getMessage(), e);
    }
  }
}
