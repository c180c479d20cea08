package io.weir.cli.replay;

import io.weir.cli.observe.Durations;
import io.weir.cli.observe.TimeArgument;
import io.weir.cli.server.JobsSettings;
import io.weir.runtime.StartException;
import io.weir.streams.JobsConfig;
import io.weir.streams.flink.ReplayException;
import io.weir.streams.replay.Comparison;
import io.weir.streams.replay.Range;
import io.weir.streams.replay.Replay;
import io.weir.streams.replay.ReplayProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** One run of {@code weir replay}. */
final class ReplayCommandRun {
  private static final int EQUAL = 0;
  private static final int DIFFERENT = 1;
  private static final int FAILED = 2;
  private static final String SERVER = "localhost:4245";

  private final ReplayRequest request;
  private final PrintStream out;
  private final PrintStream err;
  private final ReplayProgress progress = new ReplayProgress();

  ReplayCommandRun(ReplayRequest request, PrintStream out, PrintStream err) {
    this.request = request;
    this.out = out;
    this.err = err;
  }

  /** The exit code. */
  int run() throws InterruptedException {
    Thread hook = new Thread(this::interrupted, "weir-replay-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return tell();
    } catch (ReplayException | StartException | IllegalArgumentException e) {
      err.println("weir replay: " + e.getMessage());
      if ("1".equals(System.getenv("WEIR_DEBUG"))) {
        e.printStackTrace(err);
      }
      return FAILED;
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The interrupt has come, and says so itself.
      }
    }
  }

  /** Ctrl-C: what was read is forgotten, and only what is being written may be left behind. */
  private void interrupted() {
    String left =
        progress.isWriting()
            ? "the results are incomplete; replay once more with --overwrite"
            : "nothing was written";
    err.println("weir replay: interrupted; " + left + ".");
  }

  private int tell() throws ReplayException, StartException, InterruptedException {
    JobsConfig settings = JobsSettings.read(request.config());
    Announced announced = Announced.read(request.announce());
    String kafka =
        request.kafka().or(() -> announced.address("kafka")).orElse(settings.bootstrapServers());
    String server = request.server().or(() -> announced.address("grpc")).orElse(SERVER);
    Range range = range(settings);
    Replay replay =
        new Replay(
            settings.at(kafka, settings.checkpointDir()),
            range,
            new ServerArchive(server, err),
            progress);
    long began = System.nanoTime();
    Replay.Outcome outcome;
    try (ProgressLine line = new ProgressLine(err, progress)) {
      line.start();
      outcome =
          replay.run(
              new Replay.Wishes(
                  request.into(), request.overwrite(), request.compare(), request.show()));
    }
    if (request.out().isPresent()) {
      JsonLines.write(outcome.records(), request.out().get());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    ReplayReport report = new ReplayReport(range, outcome, took);
    if (request.json()) {
      report.printJson(out);
    } else {
      report.printText(out);
    }
    boolean agrees = outcome.comparison().map(Comparison.Result::agrees).orElse(true);
    return agrees ? EQUAL : DIFFERENT;
  }

  private Range range(JobsConfig settings) {
    Instant now = Instant.now();
    Instant from = time("--from", request.from(), now);
    Instant to = request.to().map(text -> time("--to", text, now)).orElse(now);
    if (from.isAfter(now)) {
      throw new IllegalArgumentException(
          "--from: "
              + from
              + " is in the future (expected: a time that has been, now is "
              + now
              + ")");
    }
    Duration warmUp =
        request
            .warmUp()
            .map(
                text ->
                    Durations.parse(text)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "--warm-up: " + text + " (expected: like 30m or 1h)")))
            .orElse(settings.connectionIdle());
    return new Range(from, to, warmUp);
  }

  private static Instant time(String flag, String text, Instant now) {
    // An age with a minus, as people write it.
    String age = text.startsWith("-") ? text.substring(1) : text;
    return TimeArgument.parse(flag, age, now, ZoneId.systemDefault());
  }
}
