package io.weir.external;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Prometheus's own tool for rule files: the one on the path, else that of Debian's package.
 *
 * @param file the program
 */
public record Promtool(Path file) {
  private static final long RUN_SECONDS = 300;

  /**
   * How a run ended.
   *
   * @param exitCode 0 when promtool has nothing to say against it
   * @param text all that it printed
   */
  public record Outcome(int exitCode, String text) {}

  /**
   * The program.
   *
   * @throws org.opentest4j.TestAbortedException if there is none and none can be fetched
   */
  public static Promtool find() {
    return new Promtool(
        DebianPackage.installed("promtool")
            .orElseGet(() -> DebianPackage.fetch("prometheus").program("usr/bin/promtool")));
  }

  /** Whether Prometheus reads a rule file; rules that are there twice are errors. */
  public Outcome check(Path rules) throws IOException, InterruptedException {
    return run(rules, "check", "rules", "--lint-fatal");
  }

  /** Runs a file of unit tests; the rule files that it names are beside it. */
  public Outcome test(Path tests) throws IOException, InterruptedException {
    return run(tests, "test", "rules");
  }

  private Outcome run(Path input, String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(file.toString()));
    words.addAll(List.of(command));
    words.add(input.toString());
    Path said = Files.createTempFile(input.toAbsolutePath().getParent(), "promtool", ".log");
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      if (!process.waitFor(RUN_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("promtool did not end within " + RUN_SECONDS + " s: " + words);
      }
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readString(said));
  }
}
