package io.weir.cli.simulate;

import io.weir.collector.simulation.Arrival;
import io.weir.collector.simulation.ReportLines;
import io.weir.collector.simulation.Scenarios;
import io.weir.collector.simulation.Simulation;
import io.weir.collector.simulation.TruthJson;
import io.weir.ingest.v1.Event;
import io.weir.runtime.StartException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One run of {@code weir simulate}. */
final class SimulateRun {
  private final ScenarioChoice choice;
  private final long seed;
  private final double scale;
  private final Simulation simulation;
  private final Progress progress;
  private long events;

  private SimulateRun(ScenarioChoice choice, long seed, double scale, PrintStream err) {
    this.choice = choice;
    this.seed = seed;
    this.scale = scale;
    this.simulation = new Simulation(choice.scenario(), seed, scale);
    this.progress = new Progress(err, "Simulating " + choice.name());
  }

  static SimulateRun of(String nameOrFile, long seed, double scale, PrintStream err)
      throws StartException {
    try {
      return new SimulateRun(ScenarioChoice.of(nameOrFile), seed, scale, err);
    } catch (IllegalArgumentException e) {
      throw new StartException("--" + e.getMessage(), e);
    }
  }

  static int list(PrintStream out) {
    Scenarios.all()
        .forEach((name, scenario) -> out.printf("%-20s  %s%n", name, scenario.summary()));
    return 0;
  }

  /** Writes all files into {@code directory}; those of an earlier run are replaced. */
  void write(Path directory) throws StartException {
    try {
      Files.createDirectories(directory);
      try (BufferedWriter flows = Files.newBufferedWriter(directory.resolve("flows.jsonl"));
          BufferedWriter others = Files.newBufferedWriter(directory.resolve("events.jsonl"))) {
        while (simulation.hasNext()) {
          Event event = step();
          Optional<String> hubble = ReportLines.hubble(event);
          BufferedWriter file = hubble.isPresent() ? flows : others;
          file.write(hubble.orElseGet(() -> ReportLines.ingest(event)));
          file.write('\n');
        }
      }
      try (BufferedWriter truth = Files.newBufferedWriter(directory.resolve("truth.json"))) {
        TruthJson.write(choice.name(), seed, scale, simulation, truth);
      }
    } catch (IOException e) {
      throw new StartException("--out " + directory + ": cannot be written (" + e + ").", e);
    }
  }

  /** Runs to the end without writing anything. */
  void skip() {
    while (simulation.hasNext()) {
      step();
    }
  }

  /** Runs it through everything; the exit code. */
  int check(PrintStream out) throws StartException, InterruptedException {
    return new Check(choice, simulation, out).run();
  }

  private Event step() {
    Arrival arrival = simulation.next();
    events++;
    double span = simulation.endNs() - simulation.startNs();
    progress.at(Math.min(1, (arrival.ns() - simulation.startNs()) / span), events);
    return arrival.event();
  }

  void summary(PrintStream out) {
    new Summary(simulation, events).print(out);
  }
}
