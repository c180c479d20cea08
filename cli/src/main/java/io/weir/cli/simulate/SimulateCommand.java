package io.weir.cli.simulate;

import io.weir.runtime.StartException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir simulate}: a made cluster, its events, and what really happened in it. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a cluster in which something goes wrong, and writes what its nodes would report and",
      "what really happened. Equal scenario, seed and scale are equal files, on every machine.",
      ""
    },
    footer = {
      "",
      "Files in DIR:",
      "  flows.jsonl    flows and losses as Hubble's exporter writes them",
      "  events.jsonl   what Hubble does not see: probes and resources",
      "  truth.json     exact counts in windows of 10 s, 1 min and 1 h, and the cause of each incident",
      "",
      "Examples:",
      "  ./weir simulate --list",
      "  ./weir simulate --scenario packet-loss --seed 7 --out made",
      "  ./weir up --replay made/flows.jsonl --original-time",
      "  ./weir simulate --scenario calm-shop --check",
      "  ./weir simulate --scenario config/scenarios/demo.yaml --scale 10"
    })
public final class SimulateCommand implements Callable<Integer> {
  /** What to do. */
  static final class What {
    @Option(names = "--list", description = "List the scenarios that come with Weir.")
    boolean list;

    @Option(
        names = "--scenario",
        paramLabel = "NAME|FILE",
        description = "One of them, or a file of your own (docs/reference/scenarios.md).")
    @Nullable String scenario;
  }

  @ArgGroup(multiplicity = "1")
  private What what = new What();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What is drawn by chance follows from it (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      description = "Factor for the rate of all traffic (default: ${DEFAULT-VALUE}).")
  private double scale = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write the files; without it the truth is only summed up.")
  private @Nullable Path out;

  @Option(
      names = "--check",
      description =
          "Run everything in this process, feed it the scenario, and compare all that is counted with"
              + " the truth. Exit code 1 if anything differs.")
  private boolean check;

  @Override
  public Integer call() throws StartException, InterruptedException {
    if (what.list) {
      return SimulateRun.list(System.out);
    }
    SimulateRun run =
        SimulateRun.of(Objects.requireNonNull(what.scenario), seed, scale, System.err);
    if (check && out != null) {
      throw new StartException("--out: together with --check (expected: one of them).");
    }
    if (check) {
      return run.check(System.out);
    }
    if (out != null) {
      run.write(out);
    } else {
      run.skip();
    }
    run.summary(System.out);
    return 0;
  }
}
