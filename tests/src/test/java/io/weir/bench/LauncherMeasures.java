package io.weir.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What {@code weir observe} costs as a whole: a process, from its start to its end. */
final class LauncherMeasures {
  private static final int ROUNDS = 21;

  private final QueryRun run;
  private final Path launcher;
  private final long lastNs;

  LauncherMeasures(QueryRun run, Path launcher, long lastNs) {
    this.run = run;
    this.launcher = launcher;
    this.lastNs = lastNs;
  }

  void print() {
    try {
      for (List<String> options :
          List.of(List.of("--last", "20"), List.of("--last", "20", "-o", "json"))) {
        double[] millis = new double[ROUNDS];
        for (int i = -2; i < ROUNDS; i++) {
          Timed timed = observe(options);
          millis[Math.max(i, 0)] = timed.wallSeconds() * 1e3;
        }
        Arrays.sort(millis);
        System.out.printf(
            Locale.ROOT,
            "%-40s p50 %8.0f ms   max %8.0f ms   (%d times)%n",
            "weir observe " + String.join(" ", options),
            millis[ROUNDS / 2],
            millis[ROUNDS - 1],
            ROUNDS);
      }
      Instant since = Instant.ofEpochSecond(0, lastNs).minus(Duration.ofHours(1));
      for (String format : List.of("json", "compact")) {
        Timed timed = observe(List.of("--since", since.toString(), "-o", format));
        System.out.printf(
            Locale.ROOT,
            "%-40s %,d lines, %,.0f lines per core-second of the command, %,.0f lines/s%n",
            "weir observe --since 1h -o " + format,
            timed.lines(),
            timed.lines() / timed.cpuSeconds(),
            timed.lines() / timed.wallSeconds());
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("The benchmark failed: " + e.getMessage(), e);
    }
  }

  private record Timed(double wallSeconds, double cpuSeconds, long lines) {}

  /** The shell counts the CPU of its child; {@code wc} is another, and takes next to nothing. */
  private Timed observe(List<String> options) throws IOException, InterruptedException {
    String script = "\"$@\" | wc -l; times";
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                "bash",
                "-c",
                script,
                "bash",
                launcher.toAbsolutePath().toString(),
                "observe",
                "--server",
                run.target()));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("WEIR_BUILD", "never");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    long start = System.nanoTime();
    Process process = builder.start();
    String[] output = new String(process.getInputStream().readAllBytes()).split("\n", -1);
    if (process.waitFor() != 0) {
      throw new IOException("weir observe failed");
    }
    double wall = (System.nanoTime() - start) / 1e9;
    double cpu = 0;
    // The first line of `times` is the shell's own, the second its children's.
    for (String time : output[2].trim().split(" ", -1)) {
      String[] parts = time.split("m", -1);
      cpu += 60 * Double.parseDouble(parts[0]) + Double.parseDouble(parts[1].replace("s", ""));
    }
    return new Timed(wall, cpu, Long.parseLong(output[0].trim()));
  }
}
