package io.weir.cli.slo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.alerting.backtest.Backtest;
import io.weir.alerting.backtest.Hindsight;
import io.weir.alerting.openslo.Finding;
import io.weir.alerting.openslo.Finding.Severity;
import io.weir.alerting.slo.Slo;
import io.weir.cli.observe.TimeArgument;
import io.weir.cli.question.ApiClient;
import io.weir.cli.question.ApiServer;
import io.weir.cli.question.QuestionException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what OpenSLO documents would have told in the past, from what a running Weir has stored. */
@Command(
    name = "backtest",
    mixinStandardHelpOptions = true,
    description = {
      "Evaluates OpenSLO documents on the stored windows of the past, as alerting would have done:",
      "which alerts, how soon, what low traffic held back, and the budget. Nothing is put in force.",
      ""
    },
    footer = {
      "",
      "DETECTED AFTER counts from the first window of the bad stretch that led to the alert. Windows",
      "from before --since fill the rules' windows where they are stored; alerts of an objective that",
      "is younger say \"window not full yet\". Conditions in CEL are known from the moment on at which",
      "a document with them was first in force.",
      "",
      "Exit code: 0 done; 1 a document has an error, or nothing is known; 2 wrong usage.",
      "",
      "Examples:",
      "  ./weir slo backtest config/slo                             the last 30 days",
      "  ./weir slo backtest --since 7d slo/checkout.yaml           would this target page?",
      "  ./weir slo backtest --since 2026-01-05T10:00:00Z --until 2026-01-05T14:00:00Z --step 10s slo/",
      "  ./weir slo backtest -o json slo/ | jq '.rows[] | {slo, fired}'"
    })
public final class BacktestCommand implements Callable<Integer> {
  /** How to print. */
  enum Output {
    table,
    json
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "As of weir slo lint.")
  private List<String> paths = List.of();

  @Mixin private final ApiServer server = new ApiServer();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "30d",
      description =
          "Start: an age (12h, 30d) or a time (2026-01-31T10:00:00Z) (default: ${DEFAULT-VALUE}).")
  private String since = "30d";

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "End, written as for --since (default: now).")
  private @Nullable String until;

  @Option(
      names = "--step",
      paramLabel = "10s|1m",
      description =
          "Length of the windows: 10s is exactly what alerting sees, and six times as much to read"
              + " (default: 1m, or 10s where a rule or slice is no multiple of a minute).")
  private @Nullable String step;

  @Option(
      names = "--limit",
      paramLabel = "ROWS",
      defaultValue = "50",
      description = "Alerts to show, and times held back (default: ${DEFAULT-VALUE}).")
  private int limit = 50;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Output output = Output.table;

  private final InstantSource clock;

  /** By the system's clock. */
  public BacktestCommand() {
    this(InstantSource.system());
  }

  BacktestCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    SloDocuments read = SloDocuments.read(paths, System.in);
    List<Finding> errors =
        read.compiled().findings().stream()
            .filter(finding -> finding.severity() == Severity.ERROR)
            .toList();
    if (!errors.isEmpty()) {
      errors.forEach(err::println);
      err.flush();
      return 1;
    }
    try {
      return run(read.compiled().slos(), err);
    } catch (QuestionException e) {
      return refuse(err, e.exitCode(), Objects.requireNonNull(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return refuse(err, 2, Objects.requireNonNull(e.getMessage()));
    }
  }

  private static int refuse(PrintWriter err, int exitCode, String message) {
    err.println(message);
    err.flush();
    return exitCode;
  }

  /** From when to when, in whole steps. */
  private record Range(Instant from, Instant until, Duration step) {}

  private Range range(List<Slo> slos) {
    Duration length =
        switch (step == null ? "" : step) {
          case "" -> Backtest.stepFor(slos);
          case "1m" -> Duration.ofMinutes(1);
          case "10s" -> Duration.ofSeconds(10);
          default ->
              throw new IllegalArgumentException("--step: " + step + " (expected: 10s or 1m)");
        };
    Instant now = clock.instant();
    ZoneId zone = ZoneId.systemDefault();
    Instant to = until == null ? now : TimeArgument.parse("--until", until, now, zone);
    Instant start = floor(TimeArgument.parse("--since", since, now, zone), length);
    Instant end = floor(to.isAfter(now) ? now : to, length);
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException(
          "--since: " + start + " (expected: before --until, " + end + ")");
    }
    return new Range(start, end, length);
  }

  private static Instant floor(Instant time, Duration step) {
    return Instant.ofEpochMilli(
        Math.floorDiv(time.toEpochMilli(), step.toMillis()) * step.toMillis());
  }

  private int run(List<Slo> slos, PrintWriter err) throws QuestionException, InterruptedException {
    if (slos.isEmpty()) {
      return refuse(err, 1, "No objectives in " + String.join(", ", paths) + ".");
    }
    Range range = range(slos);
    ApiClient api = server.client();
    PastWindows windows =
        new PastWindows(api, SliQuery.of(slos.stream().map(Slo::selector).toList()), range.step());
    Optional<Instant> begin = windows.archiveBegin(range.until());
    if (begin.isEmpty()) {
      return refuse(
          err,
          1,
          "No windows of indicators are stored yet. They come from a running collector, or from a"
              + " capture: ./weir up --replay FILE.");
    }
    Hindsight told = evaluate(slos, range, begin.get(), windows, err);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    ObjectNode json = BacktestJson.of(told, windows, range.step().toSeconds());
    if (output == Output.json) {
      out.println(ApiClient.pretty(json));
    } else {
      BacktestText.lines(json, limit).forEach(out::println);
    }
    out.flush();
    return told.objectives().stream().allMatch(one -> one.firstAt().isEmpty()) ? 1 : 0;
  }

  private static Hindsight evaluate(
      List<Slo> slos, Range range, Instant archiveBegin, PastWindows windows, PrintWriter err)
      throws QuestionException, InterruptedException {
    Backtest backtest = new Backtest(slos, range.step(), range.from(), range.until());
    Instant warm = range.from().minus(Backtest.warmUp(slos));
    // Whole steps before the archive begins would be asked for in vain, page after page.
    Instant first = floor(archiveBegin.isAfter(warm) ? archiveBegin : warm, range.step());
    try (ReadProgress progress = ReadProgress.of(err, first, range.until())) {
      windows.read(first, range.until(), backtest::add, progress);
    }
    return backtest.finish();
  }
}
